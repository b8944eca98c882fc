"""Writes of the duty room, by topic."""
