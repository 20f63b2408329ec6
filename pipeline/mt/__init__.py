"""What machines translate for a workspace: their settings, their answers as they come, and the entries filled."""
