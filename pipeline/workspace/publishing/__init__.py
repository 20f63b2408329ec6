"""Editions made into files to publish: what a document needs of the workspace, the formats, a site."""
