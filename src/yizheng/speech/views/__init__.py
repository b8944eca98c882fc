"""Pages of the speech room: for authors, for the office, for the hall."""
