"""Jobs of the proposal room."""

from . import daily_following as daily_following  # registers the night's round
