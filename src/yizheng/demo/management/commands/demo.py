"""`demo`: furnish an empty database with the demo office."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from yizheng.demo.building import build_demo
from yizheng.kernel.models import Committee


class Command(BaseCommand):
    """Build the demo office once; a second run changes nothing."""

    help = "在空数据库里建立演示机关（三个委员会、人员、两年的工作要点和提案）"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `--today` to date the demo around another day."""
        parser.add_argument("--today", type=date.fromisoformat, default=None, help="演示的“今天”，例如 2026-11-22")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Build. Raises: CommandError in a database with real committees; nothing is changed then."""
        if Committee.objects.filter(is_demo=False).exists():
            raise CommandError("这个数据库里有正式的委员会，不能放入演示数据。")
        if Committee.objects.exists():
            self.stdout.write("演示机关：已就绪")
            return
        call_command("fill_calendar", stdout=self.stdout)
        committees = build_demo(options["today"] or timezone.localdate())
        names = "、".join(committee.short_name for committee in committees)
        self.stdout.write(f"演示机关：已建立{names}")
