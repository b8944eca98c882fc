from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yizheng.kernel import tenancy
from yizheng.kernel.acting import SYSTEM
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Committee

from ...services import archiving


class Command(BaseCommand):
    """`manage.py archive_opinions SLUG YEAR`: archive the settled pieces of a year that is over, as the job does."""

    help = "把一个政协组织某一年已办结的社情民意归档"

    def add_arguments(self, parser: Any) -> None:
        """Take the committee's slug and the year."""
        parser.add_argument("committee", help="政协组织（网址里的简称）")
        parser.add_argument("year", type=int, help="年份，如 2025")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how many were archived."""
        committee = Committee.objects.filter(slug=options["committee"]).first()
        if committee is None:
            raise CommandError(f"没有“{options['committee']}”这个政协组织，请核对网址里的简称。")
        try:
            with tenancy.scope(committee):
                number = archiving.archive_year(year=options["year"], by=SYSTEM, at=timezone.now())
        except Refused as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"归档{number}篇")
