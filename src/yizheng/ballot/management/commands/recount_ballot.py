from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from yizheng.ballot.enums import BallotState
from yizheng.ballot.models import Ballot
from yizheng.ballot.queries import recount
from yizheng.kernel import scoping


class Command(BaseCommand):
    """Count the papers of a closed ballot anew and compare."""

    help = "把一次已结束的无记名投票重新计票，与当时的结果比对"

    def add_arguments(self, parser: Any) -> None:
        """Take the committee's slug and the ballot's id from its address."""
        parser.add_argument("committee", help="政协组织（网址里的简称）")
        parser.add_argument("ballot", type=UUID, help="投票的编号（网址里的那一串）")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what is found; a difference is an error."""
        with scoping.scope_of(options["committee"], None):
            ballot = Ballot.objects.filter(public_id=options["ballot"], state=BallotState.CLOSED).first()
            if ballot is None:
                raise CommandError("没有这次投票，或者还没有结束计票。")
            counts = recount(ballot)
            if counts != ballot.counts:
                raise CommandError(f"与计票时不一致：当时{ballot.counts}，现在{counts}。")
        self.stdout.write(f"一致：投出{counts['cast']}张，有效{counts['valid']}张，弃权{counts['abstained']}张。")
