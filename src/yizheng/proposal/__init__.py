"""Proposals (提案): written, reviewed, filed, assigned, answered, rated, followed until kept (handbook 5)."""
