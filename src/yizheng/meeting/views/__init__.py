"""Pages of the meeting room: for the office, for the invited, for whoever holds a link."""
