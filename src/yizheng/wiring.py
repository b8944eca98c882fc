"""The one list "when this happens, these listen"."""

from yizheng.kernel.events import on
from yizheng.kernel.workflow import Moved
from yizheng.todo import services as todo


def connect() -> None:
    """Let rooms hear of each other; called once at start."""
    on(Moved, todo.follow)
