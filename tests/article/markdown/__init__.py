"""Tests of reading articles; a package, so that the tests of merging can share its corpus and its judges."""
