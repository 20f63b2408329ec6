"""Published translations taken into a workspace: one, an archive of them, and the page to review them with."""
