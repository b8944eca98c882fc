"""Invented papers that the journeys bring along; names, places and wording are ours."""
