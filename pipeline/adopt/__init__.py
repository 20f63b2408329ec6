"""Adopt published translations: pair a translation with its article, and fill the catalog with what was published.

`candidates` adopts one translation, `batch` a table of them, and `review_page` shows both texts side by side.
"""
