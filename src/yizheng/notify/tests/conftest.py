"""An open scope of an invented office, and ways out of the house that end on this machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from yizheng.kernel import tenancy
from yizheng.kernel.acting import Actor
from yizheng.kernel.models import Committee

from . import notices


@pytest.fixture
def house(db: None) -> Committee:
    """A committee."""
    return notices.committee()


@pytest.fixture
def office(house: Committee) -> Iterator[Committee]:
    """The committee with its scope open."""
    with tenancy.scope(house):
        yield house


@pytest.fixture
def clerk(office: Committee) -> Actor:
    """A clerk of the office."""
    return notices.seat()
