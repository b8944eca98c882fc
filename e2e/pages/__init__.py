"""The pages of the house as a person uses them: found by role and Chinese label."""
