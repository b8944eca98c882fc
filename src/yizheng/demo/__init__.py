"""The demo office: an invented committee in mid-year, dated around today, the same on every machine."""
