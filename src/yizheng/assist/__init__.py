"""
Assistance 辅助: local, explainable suggestions that a person confirms.

Used by the office when a plan is imported (which item does a task serve, who is meant by
提案委) and later by every room that looks for similar texts. Nothing here decides anything,
nothing leaves the machine, and every suggestion names the words it rests on.
Handbook sections 3 and 17; design decision 10.
"""
