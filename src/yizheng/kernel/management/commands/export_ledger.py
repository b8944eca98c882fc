from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from yizheng.kernel.ledger_export import lines
from yizheng.kernel.owner_session import reading_session


class Command(BaseCommand):
    """Write the ledger, line by line, for the offline verifier."""

    help = "把台账和封存导出为一行一条的 JSON，供离线校验"

    def add_arguments(self, parser: Any) -> None:
        """Take one committee's slug."""
        parser.add_argument("--committee", help="只导出这个政协组织（网址里的简称）")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the export."""
        with reading_session() as session:
            for line in lines(session, slug=options["committee"]):
                self.stdout.write(line, ending="")
