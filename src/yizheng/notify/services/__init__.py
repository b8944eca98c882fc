"""Writes: tell people, send notices, note what came back. One function an act."""

from .inbox import mark_all_read as mark_all_read
from .inbox import mark_read as mark_read
from .inbox import tell as tell
from .receiving import answer as answer
from .receiving import confirm_read as confirm_read
from .sending import Addressee as Addressee
from .sending import send as send

__all__ = ["Addressee", "answer", "confirm_read", "mark_all_read", "mark_read", "send", "tell"]
