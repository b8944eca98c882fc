"""Where the content of opinions lies: what quarantine takes out of sight and purge destroys (office-practice 3)."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.kernel import purging_kinds, scoping
from yizheng.kernel.purging_kinds import Content, Part, inside

from .models import Conversion, Opinion, OpinionAdoption, OpinionReport, OpinionTransfer, SentText

OPINION = (
    "title", "situation", "problem", "suggestion", "place", "urgent_reason", "topic", "edited_title", "edited_body",
    "fact_note",
)  # fmt: skip


def register() -> None:
    """Tell the house; called when it starts. Numbers, dates, states, authors and points are facts and stay."""
    purging_kinds.register(
        Content("opinion", OPINION, _of_opinion),
        Content("opinion_transfer", ("asked_action", "reply")),
        Content("opinion_report", ("label", "result_note")),
        Content("opinion_conversion", ("words",)),
        Content("opinion_feedback", ("text",)),
        Content("opinion_adoption", ()),
        Content("opinion_version", ("title", "body", "note")),
        Content("topic_call", ("title", "guide")),
        Content("contact_matter", ("title", "text", "teller", "disposal")),
    )
    for kind in (
        "opinion_transfer", "opinion_report", "opinion_conversion", "opinion_version", "opinion_feedback",
        "opinion_adoption",
    ):  # fmt: skip
        inside(kind, lambda row: ("opinion", row.opinion_id))


def _of_opinion(opinion: Opinion) -> Iterator[Part]:
    for version in opinion.versions.all():
        yield Part(version, ("title", "body", "note"))
    for item in opinion.issue_items.all():
        yield Part(item, ("title", "body"))
    for told in opinion.feedback.all():
        yield Part(told, ("text",))
    for slip in OpinionTransfer.objects.filter(opinion=opinion):
        yield Part(slip, ("asked_action", "reply"))
    for adoption in OpinionAdoption.objects.filter(opinion=opinion):
        yield Part(adoption, ())  # its proof may be a page that prints the piece
    reports = list(OpinionReport.objects.filter(opinion=opinion))
    for report in reports:
        yield Part(report, ("label", "result_note"))
    for sent in SentText.objects.filter(
        committee=scoping.current().committee_id, key__in=[each.dispatch_key for each in reports if each.dispatch_key]
    ):
        yield Part(sent, ("words",))
    for asked in Conversion.objects.filter(opinion=opinion):
        yield Part(asked, ("words",))
