"""Opinions and conversions, as the shared rooms know them: address, who sees them, who owes what."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.kernel.subjects import Owed, Subject, register

from .. import queries
from ..authorship import main_author
from ..enums import ConsentState, OpinionState, SourceKind
from ..models import Conversion, Opinion, OpinionAuthor, SecretOpinion
from ..notifications.authors import SCOPES
from .indexed import opinion_indexed
from .owed_issuing import issuing_owed

TO_COMPLETE = (OpinionState.DRAFT, OpinionState.RETURNED)
"""Where what the public told waits for the office: nobody else completes it."""


def opinion_address(opinion: Opinion) -> str:
    """Return the page of a piece."""
    return address("opinion:opinion", public_id=opinion.public_id)


def opinion_owed(opinion: Opinion) -> Iterator[Owed]:
    """The information office owes each piece a reading, what the public told its completion; authors what is asked."""
    if opinion.source_kind == SourceKind.PUBLIC_LEAD and opinion.state in TO_COMPLETE:
        yield Owed("complete_public_lead", "补齐后报送", role=Role.OPINION_CLERK, note="公众线索")
    if opinion.source_kind == SourceKind.CONVERTED_PROPOSAL and opinion.state == OpinionState.DRAFT:
        yield from of_author(opinion, "complete_converted_proposal", "补齐后报送", note="提案转来")
    if opinion.state == OpinionState.SUBMITTED:
        yield Owed("review_opinion", "审核", role=Role.OPINION_CLERK, due_on=opinion.review_due,
                   note=opinion.get_urgency_display())  # fmt: skip
    if opinion.state == OpinionState.RETURNED:
        yield from of_author(opinion, "resubmit_opinion", "补充社情民意")
    yield from issuing_owed(opinion)


def conversion_owed(asked: Conversion) -> Iterator[Owed]:
    """The author owes a word on whether a piece may become something else."""
    if asked.state == ConsentState.ASKED:
        yield from of_author(asked.opinion, "answer_conversion", "答复转化意见")


def of_author(opinion: Opinion, act: str, label: str, note: str = "") -> Iterator[Owed]:
    """Say that the main author owes an act: the member or officer in person, a body by its clerks."""
    author = main_author(opinion)
    if author is None:
        return
    user, note = _login(author), note or opinion.number
    if user is not None:
        yield Owed(act, label, user_id=user, note=note)
    for column, scope in SCOPES.items():
        if (pk := getattr(author, column)) is not None:
            yield Owed(act, label, scope_kind=scope, scope_id=pk, note=note)


def _login(author: OpinionAuthor) -> int | None:
    if author.membership is not None:
        return author.membership.person.user_id
    return author.officer.user_id if author.officer is not None else None


def secrets_visible_to(actor: Actor) -> QuerySet[SecretOpinion]:
    """Return the register entries of paper items that are 工作秘密: the information office's."""
    rows = SecretOpinion.objects.all()
    return rows if may("opinion.keep_secret_register", actor) else rows.none()


def register_kinds() -> None:
    """Make the kinds known to the house."""
    register(
        Subject(
            "opinion", Opinion, "社情民意", visible_to=queries.opinions_visible_to, url=opinion_address,
            caption=lambda opinion: opinion.number, owed=opinion_owed,
            indexed=opinion_indexed,
        ),
        Subject(
            "opinion_conversion", Conversion, "转化征询", url=lambda row: opinion_address(row.opinion),
            visible_to=lambda actor: Conversion.objects.filter(opinion__in=queries.opinions_visible_to(actor)),
            title=lambda row: row.opinion.title, owed=conversion_owed,
        ),
        Subject(
            "secret_opinion", SecretOpinion, "工作秘密登记", visible_to=secrets_visible_to,
            url=lambda _entry: address("opinion:secret-papers"),
        ),
    )  # fmt: skip
