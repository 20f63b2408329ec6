"""Translations made before: what there is to remember, how alike texts are, and how a translation is made to fit.

Pure: the store and its index are `workspace/memory/memories`. `reading` and `writing` speak TMX 1.4b.
"""
