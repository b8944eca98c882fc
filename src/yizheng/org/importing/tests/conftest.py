"""An office for each test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .office import Office, open_office


@pytest.fixture
def office(db: None, settings: Any, tmp_path: Path) -> Office:
    """A committee with a term and a clerk; files lie in the test's folder."""
    settings.FILES_ROOT = tmp_path / "files"
    return open_office()
