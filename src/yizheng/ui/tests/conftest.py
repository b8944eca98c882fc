"""The ui room knows no other: its tests draw pages into which no room has put anything."""

import pytest

from yizheng.ui import navigation


@pytest.fixture(autouse=True)
def empty_navigation(monkeypatch):
    """Forget for one test what the rooms of the house offer."""
    for name in ("_items", "_year_words", "_search", "_inbox"):
        monkeypatch.setattr(navigation, name, [])
