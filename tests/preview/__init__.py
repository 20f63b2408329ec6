"""Tests of the preview: real files, a real server on loopback, and a real browser."""
