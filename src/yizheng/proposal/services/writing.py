"""Writes of a draft: begin it, save it by its edition, throw it away. A bare draft leaves no ledger row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.attachment.models import StoredFile
from yizheng.attachment.purging import destroy_bytes
from yizheng.kernel import ledger
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import require
from yizheng.kernel.prepared import Reading
from yizheng.org.models import Membership, OrgUnit, Session

from ..enums import (
    Consent,
    EntrySource,
    ProposalState,
    ProposerKind,
    PublicLevel,
    ShareRole,
    ShareSource,
    SignerRole,
)
from ..models import MOST_TITLE_CHARS, PlannedShare, Proposal, Signer, Suggestion
from ..proposing import Owner, owner_of
from ..receiving import session_of_draft
from ..standing import is_first_proposer
from .leads import free_leads

FIRST_EDITION = 1
WRITABLE = (ProposalState.DRAFT, ProposalState.COSIGNING, ProposalState.RETURNED)
MOST_SUGGESTIONS = 30
ELSEWHERE = "这份草稿已在别处改过，您刚才写的没有保存，也没有丢：请先复制这里的文字，再打开最新的一版。"


@dataclass(frozen=True)
class Text:
    """
    What a proposer writes. `suggestions` are numbered by their order; empty ones are left out.

    `wished_units` are the units the proposer would have it handled by: a wish, seen by those who assign.
    """

    title: str = ""
    background: str = ""
    analysis: str = ""
    suggestions: Sequence[str] = ()
    research_basis: str = ""
    publish_consent: str = PublicLevel.SUMMARY
    declared_unclassified: bool = False
    wished_units: Sequence[OrgUnit] = ()


EMPTY = Text()


def text_of(proposal: Proposal) -> Text:
    """Return the text as it stands."""
    suggestions, wishes = _SUGGESTIONS.rows(proposal=proposal.pk), _WISHES.rows(proposal=proposal.pk)
    return Text(
        title=proposal.title, background=proposal.background, analysis=proposal.analysis,
        suggestions=tuple(text for (text,) in suggestions), research_basis=proposal.research_basis,
        publish_consent=proposal.publish_consent, declared_unclassified=proposal.declared_unclassified,
        wished_units=tuple(each.unit for each in wishes),
    )  # fmt: skip


@transaction.atomic
def begin(*, text: Text = EMPTY, by: Actor, at: datetime) -> Proposal:
    """
    Begin a draft (起草提案) for whom the worn hat stands for: a member, or the body of its clerk.

    It is private and no act: no ledger row, no notice. Rule: handbook 5.5.
    Raises: PermissionDenied; Refused `no_owner` for a hat that proposes for nobody, `no_session`, `long_text`.
    """
    require("proposal.begin", by)
    return make(owner_of(by), text, source=EntrySource.WEB, consent=Consent.AGREED, by=by, at=at)


@transaction.atomic
def enter_for_member(*, membership: Membership, text: Text = EMPTY, by: Actor, at: datetime) -> Proposal:
    """
    Begin a draft that the proposal clerk enters for a member (代录); the member confirms it before submission.

    Raises: PermissionDenied for any other hat; Refused `no_session`, `long_text`.
    """
    return enter_for(owner=Owner(ProposerKind.INDIVIDUAL, str(membership.person), membership=membership),
                     text=text, by=by, at=at)  # fmt: skip


@transaction.atomic
def enter_for(*, owner: Owner, text: Text = EMPTY, by: Actor, at: datetime) -> Proposal:
    """Begin a draft that the proposal clerk enters for a member or a body (代录). Raises: as `enter_for_member`."""
    require("proposal.review", by)
    return make(owner, text, source=EntrySource.CLERK, consent=Consent.INVITED, by=by, at=at)


def make(owner: Owner, text: Text, *, source: EntrySource, consent: Consent, by: Actor, at: datetime) -> Proposal:
    """Make the rows of a draft: proposal, first signer, suggestions."""
    _check(text)
    session = _session(timezone.localdate(at))
    draft = Proposal.objects.create(
        session=session, year=timezone.localdate(at).year, source=source, started_by_id=by.user_id, touched_at=at,
        **owner.columns(), **_columns(text),
    )  # fmt: skip
    Signer.objects.create(proposal=draft, order=1, role=SignerRole.FIRST, consent=consent,
                          answered_at=at if consent == Consent.AGREED else None,
                          answered_by_name=by.name if consent == Consent.AGREED else "",
                          **owner.signature())  # fmt: skip
    _write_parts(draft, text)
    return draft


@transaction.atomic
def autosave(*, proposal: Proposal, text: Text, edition: int, by: Actor, at: datetime) -> Proposal:
    """
    Save what is being written (保存草稿): no act, no ledger row. `edition` is the one the writer had in hand.

    Two tabs never overwrite each other unseen; the same save sent again, its answer lost, is the same save.
    Rule: handbook 5.5; our decision for editions.
    Raises: PermissionDenied; Refused `submitted` when it is no longer a draft, `confirmed` when the proposer has
    confirmed what a clerk entered, `edited_elsewhere`, `long_text`; nothing is changed then.
    """
    draft = locked(proposal)
    require("proposal.write", by, draft)
    check_writable(draft, by)
    before, given = text_of(draft), _tidy(text)
    if draft.edition == edition + 1 and before == given:
        return draft  # the same was saved before and only its answer got lost
    if draft.edition != edition:
        raise Refused("edited_elsewhere", ELSEWHERE)
    _check(text)
    values = {**_columns(text), "edition": edition + 1, "touched_at": at}
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save(update_fields=list(values))
    _rewrite_parts(draft, before, given)
    return draft


@transaction.atomic
def save_first_again(*, proposal: Proposal, text: Text, by: Actor, at: datetime) -> Proposal:
    """
    Save the first words again, perhaps with more of them: its answer was lost, so no edition is known.

    Raises: as `autosave`, `edited_elsewhere` as soon as the draft was saved once more.
    """
    draft = locked(proposal)
    if text_of(draft) == _tidy(text):
        return draft
    return autosave(proposal=draft, text=text, edition=FIRST_EDITION, by=by, at=at)


@transaction.atomic
def discard(*, proposal: Proposal, by: Actor, at: datetime) -> None:
    """
    Throw a draft away (删除草稿) with its files. Once others were asked to sign, they are let go first.

    Raises: PermissionDenied; Refused `submitted` for anything but a draft, `has_cosigners`; nothing is changed then.
    """
    draft = locked(proposal)
    require("proposal.write", by, draft)
    if draft.state == ProposalState.COSIGNING and _somebody_signs(draft):
        raise Refused("has_cosigners", "已经请了人联名。请先收回全部邀请，再删除草稿。")
    if draft.state not in (ProposalState.DRAFT, ProposalState.COSIGNING):
        raise Refused("submitted", "提案已经提交，不能删除；确实不想提了，请申请撤案。")
    destroy(draft, by=by, at=at)


def destroy(draft: Proposal, *, by: Actor, at: datetime) -> None:
    """Delete the rows of a draft, leads it took up are free again; one that acts have moved leaves a ledger row."""
    if ledger.history("proposal", draft.pk).exists():
        ledger.record("discard_draft", draft, by=by, at=at, from_state=draft.state)
    free_leads(draft=draft, by=by, at=at)
    signers = list(draft.signers.values_list("pk", flat=True))
    enclosed = Q(kind="proposal", object_id=draft.pk) | Q(kind="proposal_signer", object_id__in=signers)
    for file in StoredFile.objects.filter(enclosed):
        destroy_file(file)
    draft.delete()


def destroy_file(file: StoredFile) -> None:
    """Delete a draft's file and its bytes, unless another row of the committee shares them."""
    destroy_bytes(file)
    file.delete()


def locked(proposal: Proposal) -> Proposal:
    """Return the row as it stands now, locked. Raises: Refused `gone` when it was thrown away meanwhile."""
    row = _LOCKED.first(pk=proposal.pk)
    if row is None:
        raise Refused("gone", "这份草稿已被删除。要接着写，请复制文字后新建一件。")
    return row


def _locked(*, pk: int) -> QuerySet[Proposal]:
    return Proposal.objects.select_for_update(of=("self",)).filter(pk=pk)


def _wishes(*, proposal: int) -> QuerySet[PlannedShare]:
    rows = PlannedShare.objects.filter(proposal=proposal, source=ShareSource.PROPOSER)
    return rows.select_related("unit").order_by("order")


def _written(*, proposal: int) -> QuerySet[Suggestion, tuple[str]]:
    return Suggestion.objects.filter(proposal=proposal).order_by("order").values_list("text")


_LOCKED, _WISHES, _SUGGESTIONS = Reading(_locked), Reading(_wishes), Reading(_written)


def is_confirmed_entry(proposal: Proposal) -> bool:
    """Tell whether the proposer has confirmed what a clerk entered."""
    if proposal.source != EntrySource.CLERK:
        return False
    if proposal.first_proposer_id is None:
        return proposal.confirmed_on is not None
    return proposal.signers.filter(role=SignerRole.FIRST, consent=Consent.AGREED).exists()


def check_writable(draft: Proposal, by: Actor) -> None:
    """Check that this hat may change the draft as it stands. Raises: Refused `submitted`, `confirmed`, `not_yours`."""
    if draft.state not in WRITABLE:
        raise Refused("submitted", "提案已经提交，不能再改。需要改动请联系提案委退回修改。")
    drafted = draft.state != ProposalState.RETURNED
    if drafted and is_confirmed_entry(draft) and not is_first_proposer(by, draft):
        raise Refused("confirmed", "提案人已经确认这份文字，不能替改。要改请提案人自己改。")
    if draft.source != EntrySource.CLERK and by.wears(Role.PROPOSAL_CLERK):
        raise Refused("not_yours", "这件提案由提案人自己写，提案委不能替改。")


def _somebody_signs(draft: Proposal) -> bool:
    asked = draft.signers.filter(role=SignerRole.CO, consent__in=[Consent.INVITED, Consent.AGREED])
    return asked.exists()


def _check(text: Text) -> None:
    if len(text.title) > MOST_TITLE_CHARS:
        raise Refused("long_text", f"案由最多{MOST_TITLE_CHARS}个字，现在有{len(text.title)}个字，请先精简。")
    if len(_suggestions(text)) > MOST_SUGGESTIONS:
        raise Refused("long_text", f"建议最多{MOST_SUGGESTIONS}条，请合并后再保存。")


def _session(on: date) -> Session:
    session = session_of_draft(on)
    if session is None:
        raise Refused("no_session", "还没有登记本届的全体会议，暂时不能写提案。请办公室先在“届次”里登记。")
    return session


def _columns(text: Text) -> dict[str, object]:
    return {
        "title": text.title.strip(), "background": text.background, "analysis": text.analysis,
        "research_basis": text.research_basis, "publish_consent": text.publish_consent,
        "declared_unclassified": text.declared_unclassified,
    }  # fmt: skip


def _suggestions(text: Text) -> list[str]:
    return [each.strip() for each in text.suggestions if each.strip()]


def _tidy(text: Text) -> Text:
    """Return a text as it will stand when it is read again."""
    return replace(
        text, title=text.title.strip(), suggestions=tuple(_suggestions(text)), wished_units=tuple(text.wished_units)
    )


def _rewrite_parts(draft: Proposal, before: Text, text: Text) -> None:
    """Write suggestions and wishes anew where they changed: most saves change one paragraph."""
    if text.suggestions != before.suggestions:
        draft.suggestions.all().delete()
        _write_suggestions(draft, text)
    if text.wished_units != before.wished_units:
        draft.planned.filter(source=ShareSource.PROPOSER).delete()
        _write_wishes(draft, text)


def _write_parts(draft: Proposal, text: Text) -> None:
    _write_wishes(draft, text)
    _write_suggestions(draft, text)


def _write_wishes(draft: Proposal, text: Text) -> None:
    PlannedShare.objects.bulk_create(
        PlannedShare(proposal=draft, unit=unit, role=ShareRole.SOLE, source=ShareSource.PROPOSER, order=order)
        for order, unit in enumerate(text.wished_units, start=1)
    )


def _write_suggestions(draft: Proposal, text: Text) -> None:
    Suggestion.objects.bulk_create(
        Suggestion(proposal=draft, order=order, text=each) for order, each in enumerate(_suggestions(text), start=1)
    )
