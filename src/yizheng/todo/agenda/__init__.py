"""The personal calendar (日历): what has a date, on a page and as a feed other calendars can follow."""
