"""The translation memory of a workspace: a file of its own that catalogs fill, and what is asked of it."""
