"""
Probes: for each configuration key something that can be observed and comes out differently under two values.

A room's probes stand in `probes/<room>.py` as `PROBES`; docs/how-to/add-a-key.md says how to write one.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor, Hat
from yizheng.kernel.errors import Refused
from yizheng.org.configuration import get
from yizheng.org.configuring.services import change_setting

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""The moment of every probe: Monday, 23 November 2026, ten in the morning. The clock stands there too."""

TODAY = timezone.localdate(AT)
ADMIN = Actor(user_id=None, name="系统管理员", hat=Hat(Role.SYS_ADMIN))


@dataclass(frozen=True)
class Probe:
    """
    A key, two values it may have, and what is looked at under each.

    `observe` is called in an open scope of an empty committee, after the value was set from today on. It does
    what the key governs and returns what came of it; what it wrote is taken back afterwards.
    """

    key: str
    one: Any
    other: Any
    observe: Callable[[], Any]


def outcome(probe: Probe, given: Any) -> Any:
    """Return what a probe sees under a value; the database is afterwards as before."""
    with transaction.atomic():
        key = get(probe.key)
        if key.default != given:
            change_setting(key=key, value=given, valid_from=TODAY, by=ADMIN, at=AT)
        seen = probe.observe()
        transaction.set_rollback(True)
    return seen


def sentence_of(act: Callable[[], Any]) -> str:
    """Return the sentence with which an act is refused, empty when it is done."""
    try:
        with transaction.atomic():
            act()
    except Refused as refused:
        return refused.message
    return ""


def probes() -> list[Probe]:
    """Return the probes of every room."""
    folder = Path(__file__).parent / "probes"
    return [probe for path in sorted(folder.glob("*.py")) for probe in _loaded(path)]


def _loaded(path: Path) -> list[Probe]:
    spec = importlib.util.spec_from_file_location(f"yizheng.config.tests.probes.{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: list[Probe] = module.PROBES
    return found
