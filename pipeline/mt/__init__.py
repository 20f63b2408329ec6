"""Machine translation: providers, their cached answers, and the catalogs filled with them."""
