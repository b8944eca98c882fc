"""The single papers that an export puts together: each is the one its reader gets on the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl

from django.db.models import QuerySet

from yizheng.attachment.names import safe_name
from yizheng.document import drawing
from yizheng.kernel import quarantine
from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import Column, Table
from yizheng.org.models import OrgUnit

from ..enums import ReplyState, ShareRole
from ..filters import ProposalFilter
from ..models import GONE, Handling, Proposal, Reply
from ..models.exports import ExportKind
from ..queries import handlings_visible_to, proposals_visible_to, replies_visible_to
from ..queries.handling import sees_phone
from .reading import proposal_text
from .reply import letter_of

MOST_NAME = 60
COLUMNS = (
    Column("编号", 1, "center"), Column("案由", 4), Column("提案人", 1.6, pad_names=True),
    Column("方式", 0.9, "center"), Column("交办", 1.1, "center"), Column("期限", 1.1, "center"),
    Column("到哪一步", 1.2),
)  # fmt: skip


@dataclass(frozen=True)
class Drawn:
    """One file of the zip, and the proposals whose words are in it."""

    name: str
    content: bytes
    proposals: tuple[int, ...]


@dataclass(frozen=True)
class Contents:
    """How one kind of export finds its items, and draws some of them as its reader may see them."""

    find: Callable[[QuerySet[Proposal], Actor], list[int]]
    draw: Callable[[Sequence[int], QuerySet[Proposal], Actor], Iterator[Drawn]]


def wanted_by(query: str, actor: Actor, *, on: date) -> QuerySet[Proposal]:
    """Return the proposals an export is of: what the list shows this person, without what is sealed away."""
    wanted = ProposalFilter.from_values(dict(parse_qsl(query))).for_actor(actor)
    return wanted.apply(proposals_visible_to(actor), on=on).exclude(quarantine.is_closed("proposal"))


def _texts_found(proposals: QuerySet[Proposal], _actor: Actor) -> list[int]:
    return list(proposals.order_by("session__opens", "filed_no", "reception_no", "id").values_list("pk", flat=True))


def _texts(ids: Sequence[int], proposals: QuerySet[Proposal], actor: Actor) -> Iterator[Drawn]:
    for row in proposals.filter(pk__in=ids).order_by("filed_no", "reception_no", "id"):
        letter = proposal_text(actor, {"proposal": str(row.public_id)})
        yield Drawn(_name(row.number, row.title, "docx"), drawing.word(letter), (row.pk,))


def _units_found(proposals: QuerySet[Proposal], actor: Actor) -> list[int]:
    rows = _handlings(proposals, actor).order_by("unit__category", "unit__order", "unit_id")
    return list(dict.fromkeys(rows.values_list("unit_id", flat=True)))


def _units(ids: Sequence[int], proposals: QuerySet[Proposal], actor: Actor) -> Iterator[Drawn]:
    units = OrgUnit.objects.in_bulk(list(ids))
    for pk in ids:
        rows = _handlings(proposals, actor).filter(unit=pk).select_related("proposal")
        listed = list(rows.order_by("proposal__session__opens", "proposal__filed_no", "id"))
        subtitle = f"共 {len(listed)} 件"
        table = Table(f"{units[pk].name}提案办理清单", COLUMNS, tuple(map(_row, listed)), subtitle, landscape=True)
        held = tuple(row.proposal_id for row in listed)
        yield Drawn(_name("", units[pk].name, "xlsx"), drawing.excel(table), held)


def _handlings(proposals: QuerySet[Proposal], actor: Actor) -> QuerySet[Handling]:
    return handlings_visible_to(actor).filter(proposal__in=proposals).exclude(state__in=GONE)


def _row(handling: Handling) -> tuple[str, ...]:
    proposal = handling.proposal
    return (
        proposal.number, proposal.title, proposal.proposer_name, str(ShareRole(handling.role).label),
        _day(handling.assigned_on), _day(handling.due_on), str(handling.get_state_display()),
    )  # fmt: skip


def _letters_found(proposals: QuerySet[Proposal], actor: Actor) -> list[int]:
    rows = _replies(proposals, actor)
    return list(rows.order_by("handling__proposal__filed_no", "id").values_list("pk", flat=True))


def _replies(proposals: QuerySet[Proposal], actor: Actor) -> QuerySet[Reply]:
    rows = replies_visible_to(actor).filter(state=ReplyState.ISSUED, handling__proposal__in=proposals)
    return rows.exclude(quarantine.is_closed("reply"))


def _letters(ids: Sequence[int], proposals: QuerySet[Proposal], actor: Actor) -> Iterator[Drawn]:
    rows = _replies(proposals, actor).filter(pk__in=ids)
    listed = rows.select_related("handling__proposal__session__term", "handling__unit").order_by(
        "handling__proposal__filed_no", "id"
    )
    for reply in listed:
        yield _letter(reply, actor)


def _letter(reply: Reply, actor: Actor) -> Drawn:
    proposal = reply.handling.proposal
    letter = letter_of(reply, with_phone=sees_phone(actor, proposal.pk))
    words = f"{reply.handling.unit}{reply.get_kind_display()}"
    return Drawn(_name(proposal.number, words, "docx"), drawing.word(letter), (proposal.pk,))


CONTENTS: Mapping[str, Contents] = {
    ExportKind.TEXTS: Contents(_texts_found, _texts),
    ExportKind.UNITS: Contents(_units_found, _units),
    ExportKind.LETTERS: Contents(_letters_found, _letters),
}


def _name(number: str, words: str, ending: str) -> str:
    bare = "-".join(part for part in (number, words) if part)
    return f"{safe_name(bare.replace('/', '／'))[:MOST_NAME]}.{ending}"


def _day(day: date | None) -> str:
    return f"{day.month}月{day.day}日" if day else ""
