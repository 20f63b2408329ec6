"""WordPress both ways: publish editions as posts by the REST API, and remember what was published."""
