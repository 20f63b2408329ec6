"""Targman keeps the Armenian, English and Russian editions of articles in step."""

__version__ = "0.1.0"
