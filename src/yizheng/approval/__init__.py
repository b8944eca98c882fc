"""Approval chains (呈批): the steps a plan, a key list or a document passes, on screen or on paper."""
