"""Approval chains (呈批): the steps a matter passes, on screen or on paper (office-practice 7, 8)."""
