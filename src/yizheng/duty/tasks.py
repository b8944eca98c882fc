"""Jobs of the duty room."""

from . import daily as daily  # registers the night's round
