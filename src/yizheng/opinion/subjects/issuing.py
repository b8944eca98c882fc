"""Issues of periodicals and reports to higher committees, as the shared rooms know them."""

from __future__ import annotations

from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Subject, register

from .. import queries
from ..models import OpinionIssue, OpinionReport
from .writing import opinion_address


def register_kinds() -> None:
    """Make the kinds known to the house."""
    register(
        Subject(
            "opinion_issue", OpinionIssue, "社情民意刊物", visible_to=queries.issues_visible_to,
            url=lambda issue: address("opinion:issue", public_id=issue.public_id),
            caption=lambda issue: issue.get_kind_display(),
        ),
        Subject(
            "opinion_report", OpinionReport, "上报", visible_to=queries.reports_visible_to,
            url=lambda report: opinion_address(report.opinion), title=lambda report: report.label,
        ),
    )  # fmt: skip
