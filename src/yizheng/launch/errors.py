"""What stops a launch, said in one sentence to the person at the keyboard."""


class CannotStart(Exception):
    """The house cannot start; `str()` is a Chinese sentence that says what to do."""
