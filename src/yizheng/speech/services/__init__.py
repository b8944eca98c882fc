"""Writes: one function an act, by topic."""
