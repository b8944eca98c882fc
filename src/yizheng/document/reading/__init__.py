"""
Reading office files: bytes and a name in, lines of text and tables out.

The type is told by content, never by the name. Nothing here needs Django to be set up.
"""

from yizheng.document.reading.blocks import Block, Cell, Document, Dropped, Line, Table
from yizheng.document.reading.opening import read, read_path
from yizheng.document.reading.refusals import ReadingRefused

__all__ = ["Block", "Cell", "Document", "Dropped", "Line", "ReadingRefused", "Table", "read", "read_path"]
