"""The single acts of the demo's proposals, each through its service by the person whose act it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from yizheng.proposal.enums import (
    AnswerVerdict,
    ContactMode,
    ContactStage,
    Outcome,
    ProposerKind,
    ShareRole,
)
from yizheng.proposal.models import GONE, ContactRecord, Feedback, Handling, Proposal, Reply
from yizheng.proposal.services import (
    contacting,
    cosigning,
    countersigning,
    drafting,
    feedback,
    handling,
    replying,
    reviewing,
    submitting,
    writing,
)

from .house import House
from .proposals_cast import Cast, turn_of
from .proposals_rows import Row
from .today import SHANGHAI

Act = Callable[[datetime], object]
FILE_IT = reviewing.Opinion(Outcome.FILE, words="情况清楚，建议具体，建议立案")
TALKS = (
    (ContactMode.VISIT, "上门听取意见，介绍了前期摸底情况；提案人补充了两处点位，希望先易后难。"),
    (ContactMode.PHONE, "电话沟通办理思路，提案人同意分两步走，要求年内看得到进展。"),
    (ContactMode.SITE, "一起到现场走了一遍，逐条核对建议，商定试点范围。"),
    (ContactMode.INVITE, "请提案人到局里座谈，相关科室负责人逐条回应，提案人表示理解。"),
)
NOT_YET = ("无法",)
PARTLY = ("正在", "因", "推迟", "等待")
LEADER_NAMES = ("芮建平", "霍明川", "季长林", "蓝定远", "翁启明")


@dataclass
class Desk:
    """What the story holds on to: the house, its people, the rows, and what was made of them by key."""

    house: House
    cast: Cast
    rows: dict[str, Row]
    made: dict[str, int] = field(default_factory=dict)

    def get(self, key: str) -> Proposal:
        """Return a proposal as it stands now."""
        return Proposal.objects.select_related("session__term").get(pk=self.made[key])

    def has(self, key: str) -> bool:
        """Tell whether a proposal has been begun."""
        return key in self.made

    def open(self, key: str) -> list[Handling]:
        """Return the handlings that bind, in their order."""
        rows = Handling.objects.filter(proposal=self.made[key]).exclude(state__in=GONE)
        return list(rows.select_related("unit", "proposal__session__term").order_by("order", "id"))

    def answering(self, key: str) -> Handling:
        """Return the handling that answers first."""
        return next(each for each in self.open(key) if each.role != ShareRole.CO)


def text_of(row: Row) -> writing.Text:
    """Return what the proposer writes."""
    return writing.Text(
        title=row.title, background=row.background, analysis=row.analysis, suggestions=row.suggestions,
        research_basis="走访相关社区和单位后形成", declared_unclassified=True,
    )  # fmt: skip


def begin(desk: Desk, key: str, at: datetime) -> None:
    """The proposer writes a draft."""
    row = desk.rows[key]
    desk.made[key] = writing.begin(text=text_of(row), by=desk.cast.proposer(row.who), at=at).pk


def invite(desk: Desk, key: str, count: int, at: datetime) -> None:
    """The proposer asks others to sign along."""
    draft = desk.get(key)
    asked = desk.cast.cosigners(draft, count)
    cosigning.invite(proposal=draft, memberships=asked, by=desk.cast.first_of(draft), at=at)


def answer_invitations(desk: Desk, key: str, agreeing: int, declining: int, at: datetime) -> None:
    """Some agree, some decline, the rest say nothing."""
    signers = (
        desk.get(key)
        .signers.filter(role="co", consent="invited")
        .select_related("membership__person")
        .order_by("order")
    )
    for place, signer in enumerate(list(signers)[: agreeing + declining]):
        cosigning.answer_invitation(signer=signer, agrees=place < agreeing, by=desk.cast.signer(signer), at=at)


def submit(desk: Desk, key: str, at: datetime) -> None:
    """The proposer submits."""
    draft = desk.get(key)
    submitting.submit(proposal=draft, by=desk.cast.first_of(draft), at=at)


def first_review(desk: Desk, key: str, opinion: reviewing.Opinion, at: datetime) -> None:
    """The clerk reads it, gives it a category and names units."""
    row, house = desk.rows[key], desk.house
    units = [(house.units[name], role) for name, role in row.units]
    reviewing.first_review(
        proposal=desk.get(key), category=row.category, keywords=row.keywords, opinion=opinion, units=units,
        by=desk.cast.clerk(at), at=at,
    )  # fmt: skip


def second_review(desk: Desk, key: str, opinion: reviewing.Opinion, at: datetime) -> None:
    """The deputy reads it again."""
    reviewing.second_review(proposal=desk.get(key), opinion=opinion, by=desk.cast.deputy(), at=at)


def sign(desk: Desk, key: str, at: datetime) -> None:
    """Every unit signs for it."""
    for each in desk.open(key):
        handling.sign_for(handling=each, by=desk.cast.unit(each.unit), at=at)


def talk(desk: Desk, key: str, at: datetime, *, leader: bool = False) -> None:
    """The answering units speak with the proposer."""
    day = at.astimezone(SHANGHAI).date()
    for each in [one for one in desk.open(key) if one.role != ShareRole.CO]:
        mode, notes = TALKS[turn_of(each) % len(TALKS)]
        unit = desk.cast.unit(each.unit)
        contact = contacting.Contact(
            ContactStage.BEFORE, mode, day, unit.name, each.proposal.proposer_name, notes, leader
        )
        contacting.record_contact(handling=each, contact=contact, by=unit, at=at)


def confirm_talks(desk: Desk, key: str, at: datetime) -> None:
    """The proposer confirms that they spoke."""
    proposal = desk.get(key)
    waiting = ContactRecord.objects.filter(handling__proposal=proposal, confirmation="waiting")
    for record in waiting.select_related("handling__proposal"):
        contacting.confirm_contact(record=record, by=desk.cast.first_of(proposal), at=at)


def send_opinions(desk: Desk, key: str, at: datetime) -> None:
    """The co-handlers write to the host."""
    for each in [one for one in desk.open(key) if one.role == ShareRole.CO]:
        text = f"经研究，{each.unit}支持该提案，将在职责范围内配合主办单位办理，有关意见请一并答复提案人。"
        opinion = countersigning.Opinion(text, LEADER_NAMES[turn_of(each) % len(LEADER_NAMES)])
        countersigning.send_co_opinion(handling=each, opinion=opinion, by=desk.cast.unit(each.unit), at=at)


def draft_reply(
    desk: Desk, key: str, mark: str, promises: Sequence[tuple[str, date]], at: datetime, countersigned: bool = True
) -> None:
    """The answering units write their replies, the co-handlers countersign them."""
    for each in [one for one in desk.open(key) if one.role != ShareRole.CO]:
        unit, words = desk.cast.unit(each.unit), _words(desk, each, desk.rows[key], mark, promises, at)
        drafting.write_reply(handling=each, words=words, by=unit, at=at)
        drafting.finish_draft(handling=Handling.objects.get(pk=each.pk), by=unit, at=at)
    for each in [one for one in desk.open(key) if one.role == ShareRole.CO and countersigned]:
        countersigning.countersign(handling=each, by=desk.cast.unit(each.unit), at=at)


def _words(
    desk: Desk, each: Handling, row: Row, mark: str, promises: Sequence[tuple[str, date]], at: datetime
) -> drafting.Words:
    whom = "贵单位" if each.proposal.proposer_kind == ProposerKind.COLLECTIVE else "您"
    asked = list(each.proposal.suggestions.order_by("order"))
    answers = [drafting.Answer(one.pk, _verdict(said := _answer(row, place)), said) for place, one in enumerate(asked)]
    return drafting.Words(
        opening=f"{whom}提出的《{row.title}》收悉。接到提案后，我单位专题研究，并与{whom}面商，现逐条答复如下。",
        closing=f"感谢{whom}对我们工作的关心和支持。对答复如有意见，请及时告知，我们将继续改进。",
        class_mark=mark, doc_no=f"云提复〔{at.year}〕{turn_of(each) % 90 + 10}号", answers=answers,
        contact_person=desk.cast.unit(each.unit).name,
        commitments=[drafting.Commitment(text, due) for text, due in promises],
    )  # fmt: skip


def _answer(row: Row, place: int) -> str:
    if place < len(row.answers):
        return row.answers[place]
    return "已列入年度工作安排，明确了科室和时限，进展将按季向您通报。"


def _verdict(text: str) -> AnswerVerdict:
    if any(word in text for word in NOT_YET):
        return AnswerVerdict.NOT_ACCEPTED
    return AnswerVerdict.PARTLY if any(word in text for word in PARTLY) else AnswerVerdict.ACCEPTED


def issue(desk: Desk, key: str, at: datetime) -> None:
    """The units issue their replies."""
    for each in [one for one in desk.open(key) if one.role != ShareRole.CO]:
        reply = drafting.reply_of(each)
        assert reply is not None, "a drafted handling has a reply"
        signed = LEADER_NAMES[turn_of(each) % len(LEADER_NAMES)]
        replying.issue(reply=reply, signed_by_name=signed, by=desk.cast.unit(each.unit), at=at)


def rate(desk: Desk, key: str, ratings: feedback.Ratings, at: datetime) -> None:
    """Everybody who is asked says what they think of the reply."""
    asked = Feedback.objects.filter(proposal=desk.made[key], state="asked", is_asked=True).order_by("id")
    for each in asked.select_related("signer__membership__person", "proposal", "reply__handling"):
        feedback.give(feedback=each, ratings=ratings, by=desk.cast.signer(each.signer), at=at)


def replies_of(desk: Desk, key: str) -> list[Reply]:
    """Return the issued replies to a proposal."""
    return list(Reply.objects.filter(handling__proposal=desk.made[key], state="issued").order_by("id"))
