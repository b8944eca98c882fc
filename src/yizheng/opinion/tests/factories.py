"""
A small invented committee with authors of every source kind, a clerk, leaders, units, and pieces in any state.

Rows are made directly, so that an area is tested without the acts of the others; journeys drive the acts.
The day of the tests is Monday, 16 March 2026 (`moment()`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from yizheng.accounts.enums import Role
from yizheng.accounts.models import User
from yizheng.kernel.acting import Actor
from yizheng.kernel.sequences import move_past
from yizheng.meeting.tests.factories import MemberFactory, SectorFactory, TermFactory, person
from yizheng.opinion.enums import (
    AuthorRole,
    EntrySource,
    IssueState,
    OpinionState,
    SourceKind,
    TransferState,
    Urgency,
    VersionKind,
)
from yizheng.opinion.models import (
    IssueItem,
    IssueRecipient,
    Officer,
    Opinion,
    OpinionAuthor,
    OpinionIssue,
    OpinionTransfer,
    OpinionVersion,
    TopicCall,
)
from yizheng.opinion.standing import OWNER_COLUMNS
from yizheng.org.models import Body, Membership, OrgUnit, Sector, Term
from yizheng.plan.tests.factories import FROM, BodyFactory, UnitFactory, UserFactory
from yizheng.proposal.tests.factories import PartyBodyFactory, as_member, as_role, as_unit, member, moment

__all__ = [
    "FROM", "BodyFactory", "MemberFactory", "PartyBodyFactory", "SectorFactory", "TermFactory", "UnitFactory",
    "UserFactory", "as_member", "as_role", "as_unit", "member", "moment", "person",
]  # fmt: skip

S = OpinionState
TITLE = "老旧小区电动车充电桩安装难"
SITUATION = "云溪街道有老旧小区12个，电动车3200辆，公共充电端口只有260个，飞线充电时有发生。"
PROBLEM = "安装审批要跑三个部门，物业没有动力，居民意见不一。"
SUGGESTION = "由街道牵头实行一窗受理，统一选址和消防验收。"
BODY = f"{SITUATION}\n{PROBLEM}\n{SUGGESTION}"
UNNUMBERED = (S.DRAFT,)
READ_STATES = (S.SIGNING, S.APPROVED, S.ISSUED, S.TRANSFERRED, S.REPORTED_UP, S.ADOPTED_UP, S.INSTRUCTED, S.REPLIED)
SIGNED_STATES = READ_STATES[1:]


def clerk(name: str = "方以诚") -> Actor:
    """Return a clerk of the information office (信息科)."""
    return as_role(Role.OPINION_CLERK, name=name)


def secretary_general(name: str = "任守仁") -> Actor:
    """Return the secretary-general, who reads everything that was sent in."""
    return as_role(Role.SECRETARY_GENERAL, name=name)


def leader(name: str = "沈怀远") -> Actor:
    """Return a leader of the committee."""
    return as_role(Role.LEADER, name=name)


def archivist(name: str = "邢静") -> Actor:
    """Return the archivist."""
    return as_role(Role.ARCHIVIST, name=name)


def party_clerk(party: Any = None, name: str = "顾维") -> Actor:
    """Return the clerk of a party, of a new one unless given."""
    party = party or PartyBodyFactory()
    return as_role(Role.PARTICIPATING_BODY_CLERK, name=name, scope_kind="participating_body", scope_id=party.pk)


def committee_clerk(body: Body | None = None, name: str = "许岚") -> Actor:
    """Return the clerk of a special committee, of a new one unless given."""
    body = body or BodyFactory()
    return as_role(Role.COMMITTEE_CLERK, name=name, scope_kind="body", scope_id=body.pk)


def grassroots_clerk(body: Body | None = None, name: str = "毛进") -> Actor:
    """Return the clerk of a street's work committee, of a new one unless given."""
    body = body or BodyFactory(kind="grassroots_unit")
    return as_role(Role.GRASSROOTS_CLERK, name=name, scope_kind="body", scope_id=body.pk)


def convener(sector: Sector | None = None, name: str = "钟灵") -> Actor:
    """Return the convener of a sector, of a new one unless given."""
    sector = sector or SectorFactory(term=Term.objects.filter(ordinal=3).first() or TermFactory())
    return as_role(Role.SECTOR_CONVENER, name=name, scope_kind="sector", scope_id=sector.pk)


def officer(name: str = "戚小满", *, login: bool = True, **changed: Any) -> Officer:
    """Make an information officer, with a login unless told otherwise."""
    user = UserFactory(name=name) if login else None
    given: dict[str, Any] = {"sort_key": name, "appointed_on": date(2025, 1, 6), "workplace": "云溪社区", "user": user}
    return Officer.objects.create(name=name, **{**given, **changed})


def as_officer(row: Officer | None = None) -> Actor:
    """Return an information officer wearing the hat; a new one unless given."""
    from yizheng.accounts.models import RoleGrant

    row = row or officer()
    user = row.user
    assert isinstance(user, User), "made with login=True"
    grant, _ = RoleGrant.objects.get_or_create(
        user=user, role=Role.INFO_OFFICER, label=Role.INFO_OFFICER.label, scope_kind="", scope_id=None, valid_from=FROM
    )
    hat = grant.hat()
    return Actor(user_id=user.pk, name=row.name, hat=hat, hats=(hat,))


def everybody() -> dict[str, Actor]:
    """Return one author of every source kind, by the kind's code; `officer` has no membership."""
    return {
        SourceKind.MEMBER: as_member(member()),
        SourceKind.PARTY: party_clerk(),
        SourceKind.COMMITTEE: committee_clerk(),
        SourceKind.GRASSROOTS: grassroots_clerk(),
        SourceKind.SECTOR: convener(),
        SourceKind.OFFICER: as_officer(),
    }


def unit(name: str = "") -> tuple[OrgUnit, Actor]:
    """Make a unit; return it with its clerk."""
    made = UnitFactory(name=name) if name else UnitFactory()
    return made, as_unit(made)


def _seqs() -> int:
    last = Opinion.objects.filter(seq__isnull=False).order_by("-seq").values_list("seq", flat=True).first()
    return (last or 0) + 1


def opinion(state: OpinionState = S.SUBMITTED, *, by: Any = None, **changed: Any) -> Opinion:
    """
    Make a piece in a state, with what a piece in that state has at least: author, number, days, versions.

    `by` is its author: a membership (a new member by default), an officer, or an actor in an author's hat.
    Numbers given here move the sequence, so that acts go on behind them.
    Issues, slips and reports are made by `issue`, `slip`, and the rows of the others.
    """
    owner = by or member()
    columns, name, kind = _owner_of(owner)
    given: dict[str, Any] = {
        "year": 2026, "source_kind": kind, "source": EntrySource.WEB, "source_name": name, "title": TITLE,
        "situation": SITUATION, "problem": PROBLEM, "suggestion": SUGGESTION, "state": state, "edition": 1,
        "touched_at": moment(2), "declared_unclassified": True,
    }  # fmt: skip
    if state not in UNNUMBERED:
        seq = changed.pop("seq", None) or _seqs()
        move_past("opinion:2026", seq)
        given |= {"seq": seq, "number": f"2026-{seq:04}", "submitted_at": moment(12), "review_due": date(2026, 3, 19)}
    if state not in (*UNNUMBERED, S.SUBMITTED, S.WITHDRAWN):
        given["reviewed_on"] = date(2026, 3, 13)
    if state in (S.EDITING, *READ_STATES, S.ARCHIVED):
        given |= {"edited_title": TITLE, "edited_body": BODY, "category": "城乡建设", "editor_name": "方以诚"}
    if state in (*SIGNED_STATES, S.ARCHIVED):
        given |= {"signed_by_name": "任守仁", "approved_on": date(2026, 3, 13)}
    if state == S.ISSUED:
        given["issued_on"] = date(2026, 3, 13)
    if state == S.REJECTED:
        given["reject_reason"] = "empty"
    made = Opinion.objects.create(**{**given, **changed})
    OpinionAuthor.objects.create(opinion=made, name=name, **columns)
    if state not in UNNUMBERED:
        version(made, VersionKind.AUTHOR)
    if state in SIGNED_STATES:
        version(made, VersionKind.SIGNED)
    return made


def _owner_of(owner: Any) -> tuple[dict[str, Any], str, str]:
    """Return the column and the name of an author row, and the kind of source."""
    if isinstance(owner, Membership):
        return {"membership": owner}, owner.person.name, SourceKind.MEMBER
    if isinstance(owner, Officer):
        return {"officer": owner}, owner.name, SourceKind.OFFICER
    assert isinstance(owner, Actor)
    if owner.wears(Role.INFO_OFFICER):
        return _owner_of(Officer.objects.get(user=owner.user_id))
    kinds = {
        Role.MEMBER: SourceKind.MEMBER, Role.PARTICIPATING_BODY_CLERK: SourceKind.PARTY,
        Role.COMMITTEE_CLERK: SourceKind.COMMITTEE, Role.GRASSROOTS_CLERK: SourceKind.GRASSROOTS,
        Role.SECTOR_CONVENER: SourceKind.SECTOR,
    }  # fmt: skip
    column = OWNER_COLUMNS[owner.hat.scope_kind]
    return {f"{column}_id": owner.hat.scope_id}, owner.name, kinds[Role(owner.hat.role)]


def co_author(of: Opinion, by: Any = None, *, part: Opinion | None = None) -> OpinionAuthor:
    """Let somebody (a new member by default) be a co-author of a piece; `part` is the piece merged into it."""
    columns, name, _ = _owner_of(by or member())
    role = AuthorRole.CO
    return OpinionAuthor.objects.create(
        opinion=of, name=name, role=role, part=part, order=of.authors.count() + 1, **columns
    )


def version(of: Opinion, kind: VersionKind = VersionKind.AUTHOR) -> OpinionVersion:
    """Keep the text of a piece as its next version."""
    return OpinionVersion.objects.create(
        opinion=of, ordinal=of.versions.count() + 1, kind=kind, title=str(of), body=of.edited_body or BODY,
        made_at=moment(12), made_by_name="方以诚",
    )  # fmt: skip


def urgent(state: OpinionState = S.SUBMITTED, **changed: Any) -> Opinion:
    """Make an urgent piece, due on the next working day."""
    given = {"urgency": Urgency.URGENT, "urgent_reason": "汛期将至", "review_due": date(2026, 3, 17), **changed}
    return opinion(state, **given)


def issue(
    *pieces: Opinion, state: IssueState = IssueState.ISSUED, to: Sequence[Actor] = (), **changed: Any
) -> OpinionIssue:
    """Make an issue of 《社情民意》 with pieces in it, sent to the people of `to`; numbered once it is issued."""
    given: dict[str, Any] = {
        "periodical": "社情民意", "year": 2026, "state": state, "laid_out_at": moment(13), "laid_out_by_name": "方以诚",
    }  # fmt: skip
    if state in (IssueState.ISSUED, IssueState.RECALLED):
        number = OpinionIssue.objects.filter(year_no__isnull=False).count() + 1
        given |= {"year_no": number, "running_no": number, "issued_on": date(2026, 3, 13), "signed_by_name": "任守仁"}
    made = OpinionIssue.objects.create(**{**given, **changed})
    for order, piece in enumerate(pieces, start=1):
        IssueItem.objects.create(issue=made, opinion=piece, order=order, title=str(piece), body=piece.edited_body,
                                 authors_line="、".join(each.name for each in piece.authors.all()))  # fmt: skip
    for order, reader in enumerate(to, start=1):
        IssueRecipient.objects.create(issue=made, order=order, name=reader.name, user_id=reader.user_id)
    return made


def slip(
    of: Opinion | None = None, to: OrgUnit | None = None, state: TransferState = TransferState.SENT, **changed: Any
) -> OpinionTransfer:
    """Make a transfer slip in a state, sent on 13 March 2026 and due on 3 April."""
    seq = OpinionTransfer.objects.count() + 1
    given: dict[str, Any] = {
        "year": 2026, "seq": seq, "asked_action": "请研究办理，并书面反馈。", "sent_on": date(2026, 3, 13),
        "first_due_on": date(2026, 4, 3), "due_on": date(2026, 4, 3),
    }  # fmt: skip
    if state not in (TransferState.SENT, TransferState.RECALLED):
        given["signed_for_on"] = date(2026, 3, 16)
    if state in (TransferState.REPLIED, TransferState.ACCEPTED, TransferState.SENT_BACK):
        given |= {"reply": "已会同街道选定三处点位。", "reply_by_name": "冉晓彤", "replied_on": date(2026, 3, 16)}
    return OpinionTransfer.objects.create(
        opinion=of or opinion(S.TRANSFERRED), unit=to or UnitFactory(), state=state, **{**given, **changed}
    )


def call(**changed: Any) -> TopicCall:
    """Make a call for pieces that everybody may answer, until 10 April 2026."""
    given: dict[str, Any] = {
        "year": 2026, "title": "居家养老服务", "guide": "看助餐、助浴和家庭床位。", "due_on": date(2026, 4, 10),
        "called_on": date(2026, 3, 10), "is_to_all": True,
    }  # fmt: skip
    return TopicCall.objects.create(**{**given, **changed})
