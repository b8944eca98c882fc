"""Pages of the notice room: the inbox, what one received, what was sent, how one wants to be told."""
