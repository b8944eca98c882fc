"""Measurements at scale: JSON on stdout, talk on stderr, each in a throw-away cluster (design 8)."""
