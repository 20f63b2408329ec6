"""Adopt published translations: `candidates` one, `batch` a table of them; `review_page` shows both texts."""
