"""Pages of the door and of those who look after it."""
