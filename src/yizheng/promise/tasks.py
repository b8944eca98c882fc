"""Jobs of the promise room."""

from . import daily as daily  # registers the night's round
