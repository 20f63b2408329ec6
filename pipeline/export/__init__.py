"""Export published documents as files: articles in each format, and whole sites."""
