"""Pages of the duty room, by audience."""
