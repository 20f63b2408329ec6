"""What a page that follows the workspace asks of it: how all stands, one article, changes on disk, a small edit."""
