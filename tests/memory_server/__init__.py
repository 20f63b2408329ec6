"""Tests of the memory that workspaces share by a PostgreSQL server, with a real one."""
