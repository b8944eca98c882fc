"""What the editor and the page before submission show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from yizheng.assist import elsewhere
from yizheng.assist.texts import Text
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.prepared import Reading
from yizheng.org.configuration import value
from yizheng.ui.shapes import Crumb, FileRow

from . import keys, receiving, similar, standard
from .enums import Consent, EntrySource, ProposalState, ProposerKind, SignerRole
from .forms.member import FileForm, TextForm
from .models import Proposal, Signer
from .queries.review import returns_of
from .services import writing
from .services.enclosing import files_with
from .standing import is_first_proposer

CONSENT_MEANING = {
    Consent.INVITED: "warn", Consent.AGREED: "ok", Consent.DECLINED: "neutral", Consent.EXPIRED: "neutral",
}  # fmt: skip


def new_page(request: HttpRequest, form: TextForm, notes: Sequence[str] = ()) -> HttpResponse:
    """Draw the editor for a proposal of which nothing is kept yet; `notes` say what an import read besides."""
    context = {
        "form": form, "notes": notes, "action": address("proposal:new"),
        "autosave": address("proposal:new-autosave"), "draft_key": "new", **_common(form),
        "crumbs": [Crumb("我的提案", address("proposal:mine")), Crumb("写提案")],
    }  # fmt: skip
    return render(request, "proposal/member/write.html", context, status=_status(form))


def page(
    request: HttpRequest, proposal: Proposal, form: TextForm, actor: Actor, notes: Sequence[str] = ()
) -> HttpResponse:
    """Draw the editor of a draft or of what was returned; `notes` as for a new one."""
    context = {
        "notes": notes,
        "proposal": proposal, "form": form, "action": address("proposal:write", public_id=proposal.public_id),
        "autosave": address("proposal:autosave", public_id=proposal.public_id),
        "draft_key": str(proposal.public_id), "files": files(proposal), "file_form": FileForm(),
        "signers": signers(proposal), "may_invite": may_invite(proposal),
        "returned": _returned(proposal), "entry": entry(proposal, actor), "was_refused": bool(form.non_field_errors()),
        "crumbs": [Crumb("我的提案", address("proposal:mine")), Crumb(str(proposal))], **_common(form),
    }  # fmt: skip
    return render(request, "proposal/member/write.html", context, status=_status(form))


def check_context(proposal: Proposal, actor: Actor) -> dict[str, Any]:
    """Return what one sees before submitting: the standard, similar proposals, signers, files, when it counts."""
    text = writing.text_of(proposal)
    today = timezone.localdate()
    along = signers(proposal)
    asked = "\n".join(text.suggestions)
    return {
        "proposal": proposal, "text": text, "hints": standard.hints(text, today),
        "found": similar.find(text.title, asked, actor, proposal),
        "elsewhere": elsewhere.find(Text(text.title, asked)),
        "signers": along, "files": files(proposal), "when": when(proposal),
        "waiting": sum(1 for each, _ in along if each.consent == Consent.INVITED),
        "agreed_before": _agreed_before(proposal, along),
        "entry": entry(proposal, actor),
        "crumbs": [
            Crumb("我的提案", address("proposal:mine")),
            Crumb(str(proposal), address("proposal:write", public_id=proposal.public_id)), Crumb("检查并提交"),
        ],
    }  # fmt: skip


def files(proposal: Proposal) -> list[tuple[FileRow, str]]:
    """Return the files of a draft, each with the address that takes it out."""
    return [
        (
            FileRow(file.name, address("attachment:open", public_id=file.public_id), "", _size(file.size_bytes)),
            address("proposal:take-out", public_id=proposal.public_id, file_id=file.public_id),
        )
        for file in files_with(proposal)
    ]


def signers(proposal: Proposal) -> list[tuple[Signer, str]]:
    """Return who was asked to sign along and has not been let go, each with the colour of the answer."""
    rows = _SIGNERS.rows(proposal=proposal.pk)
    return [(each, CONSENT_MEANING[Consent(each.consent)]) for each in rows]


def _signers(*, proposal: int) -> QuerySet[Signer]:
    rows = Signer.objects.filter(proposal=proposal, role=SignerRole.CO)
    return rows.exclude(consent=Consent.EXPIRED).order_by("order")


_SIGNERS = Reading(_signers)


def may_invite(proposal: Proposal) -> bool:
    """Tell whether members may be asked to sign along now."""
    is_open = proposal.state in (ProposalState.DRAFT, ProposalState.COSIGNING)
    return is_open and proposal.proposer_kind != ProposerKind.COLLECTIVE


def entry(proposal: Proposal, actor: Actor) -> dict[str, Any] | None:
    """Return how far a clerk's entry, or a body's draft, is confirmed; None where nothing has to be."""
    if proposal.source != EntrySource.CLERK:
        return None
    first = proposal.signers.filter(role=SignerRole.FIRST).first()
    return {
        "confirmed": writing.is_confirmed_entry(proposal), "refused": first and first.consent == Consent.DECLINED,
        "who": proposal.proposer_name, "by": first.answered_by_name if first else "",
        "is_mine": is_first_proposer(actor, proposal),
    }  # fmt: skip


def when(proposal: Proposal) -> str:
    """Return in one sentence as what it counts when it is submitted now."""
    now = timezone.now()
    today = timezone.localdate(now)
    if proposal.state == ProposalState.RETURNED:
        return f"修改后提交，来件号仍是{proposal.reception_no}。"
    session = receiving.session_for(today)
    if session is None:
        return "还没有登记本届的全体会议，暂时不能提交。"
    end = timezone.localtime(receiving.cut_off(session, today))
    moment = f"{end.month}月{end.day}日{end:%H:%M}"
    if now <= end:
        return f"现在提交，算{session.label}的大会提案（{moment}截止）。"
    if value(keys.ALLOW_BETWEEN, on=today):
        return f"大会提案已于{moment}截止，现在提交算平时提案。"
    return f"大会提案已于{moment}截止，本会不收平时提案。草稿会留着。"


def _common(form: TextForm) -> dict[str, Any]:
    today = timezone.localdate()
    text = form.text() if form.is_bound and form.is_valid() else _initial_text(form)
    return {
        "hints": standard.hints(text, today), "chars": standard.body_chars(text),
        "most_chars": value(keys.BODY_CHARS, on=today), "most_title": value(keys.TITLE_CHARS, on=today),
    }  # fmt: skip


def _initial_text(form: TextForm) -> writing.Text:
    first: Any = form.initial
    given = tuple(str(first[bound.name]) for bound in form.suggestions if bound.name in first)
    return writing.Text(
        title=first.get("title", ""), background=first.get("background", ""), analysis=first.get("analysis", ""),
        suggestions=given, research_basis=first.get("research_basis", ""),
    )  # fmt: skip


def _agreed_before(proposal: Proposal, along: list[tuple[Signer, str]]) -> str:
    """Name who agreed before the text was last saved: the first proposer may want to tell them."""
    early = [each for each, _ in along if each.answered_at and each.answered_at < proposal.touched_at]
    return "、".join(each.display_name for each in early if each.consent == Consent.AGREED)


def _returned(proposal: Proposal) -> str:
    if proposal.state != ProposalState.RETURNED:
        return ""
    last = returns_of(proposal).exclude(opinion="").first()
    return last.opinion if last else ""


def _status(form: TextForm) -> int:
    return 409 if form.non_field_errors() else 200


def _size(count: int) -> str:
    return f"{count / 1024 / 1024:.1f} MB" if count >= 1024 * 1024 else f"{max(1, count // 1024)} KB"
