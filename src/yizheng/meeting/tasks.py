"""Jobs of the meeting room."""

from . import hourly as hourly  # registers the round that closes sign-up
