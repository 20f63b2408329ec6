"""Targman keeps the editions of articles in step: Armenian, English, Russian and any other language."""

__version__ = "0.1.0"
