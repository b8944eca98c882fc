"""Files that come into the proposal room: a member's Word form, lists of past years, assignment tables."""
