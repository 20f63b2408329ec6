"""Editions as the files that other programs open: each module drives one of the tools that make them."""
