"""Pages of a plenary, a module a part."""
