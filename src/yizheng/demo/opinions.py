"""The information office of the demo: pieces come in, are edited, signed, issued, handed on, reported up, answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from yizheng.instruction.enums import InstructionKind, InstructionLevel
from yizheng.instruction.services import Facts
from yizheng.kernel.acting import Actor
from yizheng.opinion.enums import AdoptionKind, FeedbackState, UpLevel, Urgency
from yizheng.opinion.models import Opinion, OpinionFeedback, OpinionTransfer
from yizheng.opinion.services import (
    adopting,
    editing,
    feeding_back,
    instructing,
    issuing,
    laying_out,
    merging,
    replying,
    reporting_up,
    reviewing,
    signing,
    sourcing,
    submitting,
    transferring,
    writing,
)
from yizheng.opinion.signers import Signer
from yizheng.opinion.texts import author_text

from .house import House
from .opinions_rows import PIECES, PieceRow, Reach
from .proposals_cast import Cast
from .story import Step, play
from .today import SHANGHAI

PERIODICAL, SPECIAL = "社情民意", "社情民意专报"
WHOLE = "共享换电柜进小区，选址、监管、告知三头落空"
ISSUES = (("charging", "lunch"), ("crossing", "flood"), ("parcel", "clinic"), ("factory", "library"))
"""Two pieces an issue; it is issued four working days after the later one was sent."""


@dataclass
class News:
    """The information office and the pieces it has in hand, by their key."""

    house: House
    cast: Cast
    made: dict[str, int] = field(default_factory=dict)

    @property
    def clerk(self) -> Actor:
        """Return the clerk of the information office."""
        return self.house.actor("demo-opinion")

    @property
    def secretary(self) -> Actor:
        """Return who signs."""
        return self.house.actor("demo-secretary")

    def piece(self, key: str) -> Opinion:
        """Return a piece as it stands."""
        return Opinion.objects.get(pk=self.made[key])


def tell_the_news(house: House) -> None:
    """Let everything happen that lies before today, in the order of days."""
    news = News(house, Cast(house))
    steps = [step for row in PIECES for step in _steps_of(news, row)]
    steps += [*_merged(news), *_issued(news), _called(news)]
    play(house, steps)


def _steps_of(news: News, row: PieceRow) -> Iterator[Step]:
    ago = news.house.days.workdays_ago
    yield Step(ago(row.ago), 1, lambda at: _write(news, row, at))
    if row.fate in ("personal", "returned"):
        yield Step(ago(row.ago - 2), 2, lambda at: _turn_down(news, row, at))
    if row.reach >= Reach.EDITED:
        yield Step(ago(row.ago - 1), 2, lambda at: _edit(news, row, at))
    if row.reach >= Reach.SIGNED:
        yield Step(ago(row.ago - 1), 4, lambda at: _sign(news, row, at))
    if row.reported:
        yield Step(ago(row.ago - 6), 3, lambda at: _report(news, row, at))
    if row.instructed:
        yield Step(ago(row.ago - 9), 3, lambda at: _instruct(news, row, at))
    if row.reach >= Reach.TRANSFERRED:
        yield Step(ago(row.ago - 7), 4, lambda at: _transfer(news, row, at))
    if row.reach >= Reach.REPLIED:
        yield Step(ago(row.ago - 15), 2, lambda at: _answer(news, row, at))
        yield Step(ago(row.ago - 16), 3, lambda at: _accept(news, row, at))
        yield Step(ago(row.ago - 18), 4, lambda at: _tell_authors(news, row, at))
    if row.adopted:
        yield Step(ago(row.ago - 20), 3, lambda at: _adopt(news, row, at))
        yield Step(ago(row.ago - 21), 4, lambda at: _tell_authors(news, row, at))


def _write(news: News, row: PieceRow, at: datetime) -> None:
    by = news.cast.proposer(row.who)
    text = writing.Text(
        title=row.title, situation=row.situation, problem=row.problem, suggestion=row.suggestion, place=row.place,
        street=news.house.bodies[row.street] if row.street else None,
        urgency=Urgency.URGENT if row.urgent else Urgency.NORMAL, urgent_reason=row.urgent, declared_unclassified=True,
    )  # fmt: skip
    draft = writing.begin(text=text, by=by, at=at)
    news.made[row.key] = draft.pk
    if row.reach >= Reach.SENT:
        submitting.submit(opinion=draft, by=by, at=at)


def _turn_down(news: News, row: PieceRow, at: datetime) -> None:
    piece = news.piece(row.key)
    if row.fate == "personal":
        reviewing.reject(opinion=piece, reason_code="personal", by=news.clerk, at=at)
    else:
        reason = "请补上周日各时段返校人数和现有班次，附一张站台照片更好。"
        reviewing.return_for_more(opinion=piece, reason=reason, by=news.clerk, at=at)


def _edit(news: News, row: PieceRow, at: datetime) -> None:
    piece = reviewing.take_up(opinion=news.piece(row.key), by=news.clerk, at=at)
    unit = [news.house.units[row.unit]] if row.unit else []
    edited = editing.Edited(
        title=row.title, body=author_text(piece), category=row.category, topic=row.topic,
        facts="电话向作者和街道核实", is_secrecy_checked=True, units=unit,
    )  # fmt: skip
    editing.keep_edit(opinion=piece, edited=edited, working_edition=piece.working_edition, by=news.clerk, at=at)


def _sign(news: News, row: PieceRow, at: datetime) -> None:
    signer = Signer(news.secretary.name, news.secretary.user_id)
    sent = signing.send_to_sign(opinion=news.piece(row.key), signer=signer, by=news.clerk, at=at)
    signing.approve(opinion=sent, by=news.secretary, at=at)


def _report(news: News, row: PieceRow, at: datetime) -> None:
    above = reporting_up.Above(UpLevel.PROVINCE, "省政协办公厅信息处")
    reporting_up.report(opinion=news.piece(row.key), to=above, by=news.clerk, at=at)


def _adopt(news: News, row: PieceRow, at: datetime) -> None:
    piece, on = news.piece(row.key), _day(at)
    adopted = adopting.Adopted(
        UpLevel.PROVINCE, AdoptionKind.INTEGRATED, on, "省政协办公厅", f"《信息专报》{on.year}年第31期"
    )
    reporting_up.note_adopted(report=piece.reports.get(), adopted=adopted, by=news.clerk, at=at)


def _instruct(news: News, row: PieceRow, at: datetime) -> None:
    facts = Facts(
        level=InstructionLevel.DISTRICT_GOV, kind=InstructionKind.SUBSTANTIVE, instructed_on=_day(at),
        leader_name="区政府分管领导", gist=row.instructed, register_reference=f"收文{_day(at):%m%d}号",
    )  # fmt: skip
    instructing.record(opinion=news.piece(row.key), facts=facts, by=news.clerk, at=at)


def _transfer(news: News, row: PieceRow, at: datetime) -> None:
    unit = news.house.units[row.unit]
    asked = "请研究信息中的建议，将办理情况书面反馈。"
    (slip,) = transferring.transfer(
        opinion=news.piece(row.key), units=[unit], asked_action=asked, by=news.clerk, at=at
    )  # fmt: skip
    replying.sign_for(slip=slip, by=_unit(news, slip), at=at)


def _answer(news: News, row: PieceRow, at: datetime) -> None:
    slip = OpinionTransfer.objects.get(opinion=news.made[row.key])
    replying.reply(slip=slip, words=row.answer, signed_by_name="分管负责人", by=_unit(news, slip), at=at)


def _accept(news: News, row: PieceRow, at: datetime) -> None:
    replying.accept(slip=OpinionTransfer.objects.get(opinion=news.made[row.key]), by=news.clerk, at=at)


def _tell_authors(news: News, row: PieceRow, at: datetime) -> None:
    owed = OpinionFeedback.objects.filter(opinion=news.made[row.key], state=FeedbackState.OWED).order_by("id")
    for feedback in list(owed):
        feeding_back.give(feedback=feedback, text=feedback.text, by=news.clerk, at=at)


def _unit(news: News, slip: OpinionTransfer) -> Actor:
    """A unit with a login acts itself; for others the clerk enters what came on paper."""
    for grant in news.house.grants:
        if grant.scope_kind == "org_unit" and grant.scope_id == slip.unit_id:
            return news.house.actor(grant.user.username)
    return news.clerk


def _merged(news: News) -> Iterator[Step]:
    """Three authors wrote of one matter: one comprehensive piece, signed and waiting to be issued."""
    keys = [row.key for row in PIECES if row.fate == "merge"]
    ago = news.house.days.workdays_ago
    yield Step(ago(11), 2, lambda at: _merge(news, keys, at))
    yield Step(ago(10), 3, lambda at: _sign_whole(news, at))


def _merge(news: News, keys: Sequence[str], at: datetime) -> None:
    pieces = [news.piece(key) for key in keys]
    whole = merging.merge(opinions=pieces, main=pieces[1], title=WHOLE, by=news.clerk, at=at)
    news.made["whole"] = whole.pk
    edited = editing.Edited(
        title=WHOLE, body=whole.edited_body, category="城乡建设", topic="电动车充电", facts="到现场看过",
        is_secrecy_checked=True,
    )  # fmt: skip
    editing.keep_edit(opinion=whole, edited=edited, working_edition=whole.working_edition, by=news.clerk, at=at)


def _sign_whole(news: News, at: datetime) -> None:
    signer = Signer(news.secretary.name, news.secretary.user_id)
    sent = signing.send_to_sign(opinion=news.piece("whole"), signer=signer, by=news.clerk, at=at)
    signing.approve(opinion=sent, by=news.secretary, at=at)


def _issued(news: News) -> Iterator[Step]:
    rows = {row.key: row for row in PIECES}
    for place, keys in enumerate(ISSUES):
        last = min(rows[key].ago for key in keys)
        yield Step(
            news.house.days.workdays_ago(last - 4), 1,
            lambda at, keys=keys, place=place: _issue(news, keys, place, at),  # type: ignore[misc]
        )  # fmt: skip


def _issue(news: News, keys: Sequence[str], place: int, at: datetime) -> None:
    chair = news.house.actor("demo-chair")
    layout = laying_out.Layout(
        PERIODICAL, items=[news.piece(key) for key in keys], readers=[Signer(chair.name, chair.user_id)],
        addressees=["区委办公室", "区政府办公室"], copies=["青澜市政协办公室"],
        paper_year_no=11 if place == 0 else None, paper_running_no=147 if place == 0 else None,
    )  # fmt: skip
    made = laying_out.lay_out(layout=layout, by=news.clerk, at=at)
    signer = Signer(news.secretary.name, news.secretary.user_id)
    sent = laying_out.send_to_sign(issue=made, signer=signer, by=news.clerk, at=at)
    issuing.issue(issue=sent, by=news.secretary, at=at)


def _called(news: News) -> Step:
    """A call for pieces that is still open."""

    def call(at: datetime) -> None:
        topic = sourcing.Topic(
            "冬季供暖和用气保障",
            news.house.days.today + timedelta(days=12),
            guide="看看老旧小区、学校、养老机构，哪里冷、为什么、谁能管。",
        )
        sourcing.make_call(topic=topic, by=news.clerk, at=at)

    return Step(news.house.days.workdays_ago(6), 3, call)


def _day(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()
