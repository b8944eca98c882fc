"""A database session of the owner role, for the few acts that the serving role must not be able to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .ledger_rows import Session


@contextmanager
def owner_session() -> Iterator[Session]:
    """Open a session by DATABASE_OWNER_URL (autocommit). Raises: ImproperlyConfigured without that address."""
    if not settings.DATABASE_OWNER_URL:
        raise ImproperlyConfigured("没有设置 DATABASE_OWNER_URL：封存台账要用数据库的属主角色。")
    with psycopg.connect(settings.DATABASE_OWNER_URL, autocommit=True) as session:
        yield session


@contextmanager
def reading_session() -> Iterator[Session]:
    """Open a session that only reads: as the owner where its address is known, else as the serving role."""
    url = settings.DATABASE_OWNER_URL or settings.DATABASE_URL
    with psycopg.connect(url, autocommit=True) as session:
        yield session
