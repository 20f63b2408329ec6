"""A workspace on disk: its settings, its files, and the steps that read, call the pure core, and write."""
