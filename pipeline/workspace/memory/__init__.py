"""The translation memory of a workspace: a database that finished catalogs and imported files fill."""
