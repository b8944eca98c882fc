from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from yizheng.kernel.owner_session import owner_session
from yizheng.kernel.sealing import seal_all


class Command(BaseCommand):
    """`yizheng seal-ledger`: seal what is finished of every committee, as the hourly job and the backup do."""

    help = "封存每个政协组织已完成的台账记录，打印新的封存"

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one JSON object: by slug the ordinal, count and hash of the new seal."""
        with owner_session() as session:
            made = seal_all(session, at=timezone.now())
        told = {
            slug: {"ordinal": seal.header.ordinal, "count": seal.header.count, "hash": seal.hash}
            for slug, seal in made.items()
        }
        self.stdout.write(json.dumps(told, ensure_ascii=False))
