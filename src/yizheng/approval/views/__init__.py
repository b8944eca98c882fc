"""Pages of the approval room."""
