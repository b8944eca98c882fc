"""`yizheng manage rebuild_search [--committee slug]`: make the index anew, with progress."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from yizheng.kernel.models import Committee
from yizheng.search import indexing


class Command(BaseCommand):
    """Make every entry anew; work may go on meanwhile."""

    help = "重建检索：逐类重新建立条目并统计用词；办公不受影响，可以随时重跑。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one committee, or all of them."""
        parser.add_argument("--committee", help="只重建这个政协（网址里的简称），默认全部")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild and say how far it is."""
        slug = options["committee"]
        committees = Committee.objects.filter(slug=slug) if slug else Committee.objects.all()
        if slug and not committees.exists():
            raise CommandError(f"没有简称为 {slug} 的政协。")
        for committee in committees.order_by("pk"):
            written = indexing.rebuild(committee, tell=self._tell)
            self.stdout.write(f"{committee}：共 {written} 条可以检索。")

    def _tell(self, kind: str, done: int, of: int) -> None:
        self.stderr.write(f"{kind} {done}/{of}")
