"""Tests of placeholders."""
