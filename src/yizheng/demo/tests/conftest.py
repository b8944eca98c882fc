"""The demo on the last day of November, built once for all who look at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from yizheng.demo.tests.days import MORNING, TODAY


@pytest.fixture(scope="session")
def demo_files(
    second_database: Callable[[], AbstractContextManager[None]], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Build the demo where it stays for the whole run; return the folder of its files."""
    files = tmp_path_factory.mktemp("files")
    with second_database(), override_settings(FILES_ROOT=files), transaction.atomic():
        call_command("demo", today=TODAY)
    return files


@pytest.fixture(scope="module")
def demo(second_database: Callable[[], AbstractContextManager[None]], demo_files: Path) -> Iterator[date]:
    """Open the demo on the morning of its day, which it returns; what a module changes there is undone."""
    with second_database(), override_settings(FILES_ROOT=demo_files), pytest.MonkeyPatch.context() as clock:
        clock.setattr("django.utils.timezone.now", lambda: MORNING)
        with transaction.atomic():
            yield TODAY
            transaction.set_rollback(True)
