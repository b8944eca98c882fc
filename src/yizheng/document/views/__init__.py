"""Pages of the document room."""
