"""How fast Targman is, beside its peers and the floor, and how it grows: `make bench` writes `docs/benchmarks.md`."""
