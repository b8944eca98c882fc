"""Refusals: what a service says when the rules do not allow an act."""


class Refused(Exception):
    """
    An act that the rules do not allow now; nothing was changed.

    `code` is stable for programs, `message` is one Chinese sentence a clerk can act on.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class OutsideScope(RuntimeError):
    """Walled rows were asked for outside `tenancy.scope`: a defect of the caller, never of the user."""


class UnknownCommittee(LookupError):
    """No committee has this slug."""
