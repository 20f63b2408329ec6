"""Tests of merging; a package, so that it can share the corpus and the judges of the tests of reading."""
