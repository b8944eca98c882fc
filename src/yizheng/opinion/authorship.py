"""For whom a worn hat writes: a member, a party, a special committee, a sector, a street, an information officer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.org.enums import GRASSROOTS_KINDS
from yizheng.org.models import Body, Membership, ParticipatingBody, Sector
from yizheng.org.queries import in_office

from .enums import AuthorRole, SourceKind
from .models import Officer, Opinion, OpinionAuthor
from .standing import owner

COLUMNS = {
    SourceKind.MEMBER: "membership", SourceKind.PARTY: "party_body", SourceKind.COMMITTEE: "body",
    SourceKind.GRASSROOTS: "body", SourceKind.SECTOR: "sector", SourceKind.OFFICER: "officer",
}  # fmt: skip
"""The column of an author row that names an owner of each kind."""

PUBLIC = "公众"
NOBODY = "您当前的身份没有对应的委员、单位或信息员登记，不能报送。请换一个身份，或联系信息科。"
ENDED = "您的信息员聘期已于{day}结束，不能再报送。请联系信息科。"


@dataclass(frozen=True)
class Owner:
    """Whose piece it is: the kind of source, the row it names (the public has none), and the name that is printed."""

    kind: SourceKind
    pk: int | None
    name: str

    def columns(self) -> dict[str, int]:
        """Return what the author row holds."""
        return {} if self.pk is None else {f"{COLUMNS[self.kind]}_id": self.pk}


def owner_of(actor: Actor, on: date) -> Owner:
    """
    Return whose pieces the worn hat writes. Raises: Refused `no_owner`, `ended` for an officer no longer appointed.
    """
    if actor.wears(Role.INFO_OFFICER):
        return _of_officer(actor, on)
    kind, pk = actor.hat.scope_kind, actor.hat.scope_id
    if owner(actor) is None or pk is None:
        raise Refused("no_owner", NOBODY)
    return {"membership": of_member, "participating_body": of_party, "body": of_body, "sector": of_sector}[kind](pk)


def of_member(pk: int) -> Owner:
    """Return a member as an owner."""
    row = Membership.objects.select_related("person").get(pk=pk)
    return Owner(SourceKind.MEMBER, pk, row.person.name)


def of_party(pk: int) -> Owner:
    """Return a party or people's organisation as an owner."""
    return Owner(SourceKind.PARTY, pk, str(ParticipatingBody.objects.get(pk=pk)))


def of_body(pk: int) -> Owner:
    """Return a special committee or a grassroots unit as an owner."""
    row = Body.objects.get(pk=pk)
    return Owner(_kind_of_body(row), pk, row.short_name)


def _kind_of_body(body: Body) -> SourceKind:
    return SourceKind.GRASSROOTS if body.kind in GRASSROOTS_KINDS else SourceKind.COMMITTEE


def of_sector(pk: int) -> Owner:
    """Return a sector as an owner."""
    return Owner(SourceKind.SECTOR, pk, str(Sector.objects.get(pk=pk)))


def of_officer(row: Officer) -> Owner:
    """Return an information officer as an owner."""
    return Owner(SourceKind.OFFICER, row.pk, row.name)


def of_public() -> Owner:
    """Return the public as an owner: who sent it stays with the lead, and nobody earns points by it."""
    return Owner(SourceKind.PUBLIC_LEAD, None, PUBLIC)


def is_public(author: OpinionAuthor) -> bool:
    """Tell whether an author row stands for the public."""
    return author.name == PUBLIC and not any(getattr(author, f"{name}_id") for name in COLUMNS.values())


def kind_of(author: OpinionAuthor) -> SourceKind | None:
    """Return the kind of source that an author is, None for a mere name."""
    if author.body is not None:
        return _kind_of_body(author.body)
    return next((kind for kind, name in COLUMNS.items() if getattr(author, f"{name}_id") is not None), None)


def _of_officer(actor: Actor, on: date) -> Owner:
    rows = Officer.objects.filter(user=actor.user_id) if actor.user_id is not None else Officer.objects.none()
    running = rows.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on)).order_by("-appointed_on").first()
    if running is not None:
        return of_officer(running)
    last = rows.order_by("-ended_on").first()
    if last is None or last.ended_on is None:
        raise Refused("no_owner", NOBODY)
    raise Refused("ended", ENDED.format(day=f"{last.ended_on.month}月{last.ended_on.day}日"))


def main_author(opinion: Opinion) -> OpinionAuthor | None:
    """Return who wrote a piece first: urgent pieces, points and notices are counted by it."""
    rows = opinion.authors.filter(role=AuthorRole.MAIN).order_by("order", "id")
    return rows.select_related("membership__person", "officer").first()


def is_main(actor: Actor, opinion: Opinion) -> bool:
    """Tell whether the worn hat is that of the main author; co-authors read, they do not send in or withdraw."""
    mine = owner(actor)
    return mine is not None and opinion.authors.filter(role=AuthorRole.MAIN, **mine).exists()


def same_author(row: OpinionAuthor) -> Q:
    """Return the filter of the rows of the same owner."""
    for column in ("membership_id", "party_body_id", "body_id", "sector_id", "officer_id"):
        if (pk := getattr(row, column)) is not None:
            return Q(**{column: pk})
    return Q(name=row.name, membership=None, party_body=None, body=None, sector=None, officer=None)


@dataclass(frozen=True)
class CoAuthor:
    """Somebody who wrote along: a member, or only a name."""

    name: str
    membership_id: int | None = None


def named(words: str, on: date) -> tuple[CoAuthor, ...]:
    """
    Read the names of co-authors, parted by 、 or commas; who is a member in office is found by the name.

    Of namesakes the sector in brackets tells which: 李静（教育界）. Raises: Refused `namesakes`.
    """
    parts = [each.strip() for each in words.replace("，", "、").replace(",", "、").split("、")]
    return tuple(_co_author(each, on) for each in dict.fromkeys(parts) if each)


def _co_author(words: str, on: date) -> CoAuthor:
    name, _, sector = words.replace("(", "（").rstrip(")）").partition("（")
    rows = in_office(on).filter(person__name=name)
    if sector:
        rows = rows.filter(sector__name__startswith=sector.removesuffix("界"))
    found = list(rows.values_list("pk", flat=True)[:2])
    if len(found) > 1:
        raise Refused("namesakes", f"有不止一位委员叫{name}，请在姓名后写明界别，如“{name}（教育界）”。")
    return CoAuthor(name if found else words, found[0] if found else None)
