"""Issues of periodicals and reports to higher committees, as the shared rooms know them."""

from __future__ import annotations

from django.db.models import QuerySet

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Subject, register

from .. import queries
from ..models import OpinionIssue, OpinionReport, OpinionVersion
from ..standing import EDITORS
from .owed_issuing import issue_owed
from .writing import opinion_address


def versions_visible_to(actor: Actor) -> QuerySet[OpinionVersion]:
    """Return the texts that were kept, with the signed sheets that lie with them: the editors' alone."""
    rows = OpinionVersion.objects.filter(opinion__in=queries.opinions_visible_to(actor).values("pk"))
    return rows if actor.wears("system", *EDITORS) else rows.none()


def register_kinds() -> None:
    """Make the kinds known to the house."""
    register(
        Subject(
            "opinion_issue", OpinionIssue, "社情民意刊物", visible_to=queries.issues_visible_to,
            url=lambda issue: address("opinion:issue", public_id=issue.public_id),
            caption=lambda issue: issue.get_kind_display(), owed=issue_owed,
        ),
        Subject(
            "opinion_version", OpinionVersion, "社情民意文稿", visible_to=versions_visible_to,
            url=lambda row: address("opinion:version", public_id=row.public_id),
        ),
        Subject(
            "opinion_report", OpinionReport, "上报", visible_to=queries.reports_visible_to,
            url=lambda report: opinion_address(report.opinion), title=lambda report: report.label,
        ),
    )  # fmt: skip
