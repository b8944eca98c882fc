"""Jobs of the speech room."""

from . import daily as daily  # registers the night's round
