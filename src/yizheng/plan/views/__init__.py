"""Pages of the plan room, one module a matter."""
