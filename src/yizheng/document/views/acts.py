"""Acts on a document: each is one row of a table, one form and one service; the page around them is the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from yizheng.kernel import tenancy
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.models import Committee
from yizheng.kernel.permissions import require
from yizheng.kernel.workflow import Transition
from yizheng.org import configuration
from yizheng.org.queries import leaders

from .. import forms, phrases, queries, services
from .. import workflow as table
from ..enums import NumberSource
from ..keys import NUMBER_SOURCE, PREFIXES
from ..models import Document
from ..numbering import FORM
from .asking import actor_of, asked_document


@dataclass(frozen=True)
class Asked:
    """One request to act: the document as it stands, who asks, when."""

    document: Document
    by: Actor
    at: datetime

    @property
    def common(self) -> dict[str, Any]:
        """Return what every service takes."""
        return {"document": self.document, "by": self.by, "at": self.at}


@dataclass(frozen=True)
class DocumentAct:
    """One act of the table: its address, what its page says, its form, and the service it calls."""

    name: str
    row: Transition
    said: str
    perform: Callable[[Asked, Any], object]
    form: Callable[..., Form] = forms.NoForm
    given: Callable[[Asked], dict[str, Any]] = lambda _asked: {}
    first: Callable[[Asked], dict[str, Any]] = lambda _asked: {}
    text: str = ""
    kind: str = ""
    files: bool = False

    def button(self, document: Document) -> dict[str, str]:
        """Return the button on the document's page."""
        return {"url": self.url(document), "label": self.row.label, "kind": self.kind}

    def url(self, document: Document) -> str:
        """Return the address of the act on a document."""
        return address(f"document:{self.name}", public_id=document.public_id)


def view_of(document_act: DocumentAct) -> Callable[..., HttpResponse]:
    """Return the page of an act: GET asks, POST does it once."""

    @require_http_methods(["GET", "POST"])
    @act
    def page(request: HttpRequest, public_id: UUID) -> HttpResponse:
        actor = actor_of(request)
        document = asked_document(request, public_id)
        require(document_act.row.permission, actor, document)
        return _answer(request, document_act, Asked(document, actor, timezone.now()))

    return page


def by_transition(row: Transition) -> DocumentAct:
    """Return the page of a row of the machine."""
    return next(each for each in ACTS if each.row is row)


def _answer(request: HttpRequest, document_act: DocumentAct, asked: Asked) -> HttpResponse:
    given = document_act.given(asked)
    if request.method != "POST":
        return _page(request, document_act, asked, document_act.form(initial=document_act.first(asked), **given))
    form = document_act.form(request.POST, request.FILES, **given)
    if not form.is_valid():
        return _page(request, document_act, asked, form)
    try:
        with transaction.atomic():
            document_act.perform(asked, form)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        asked.document.refresh_from_db()
        return _page(request, document_act, asked, form, status=409)
    return done(request, document_act.said, to=address("document:document", public_id=asked.document.public_id))


def _page(
    request: HttpRequest, document_act: DocumentAct, asked: Asked, form: Form, *, status: int = 200
) -> HttpResponse:
    context = {
        "document": asked.document,
        "meaning": phrases.MEANING[asked.document.state],
        "act": document_act,
        "action": document_act.url(asked.document),
        "form": form,
        "back": address("document:document", public_id=asked.document.public_id),
    }
    return render(request, "document/act.html", context, status=status)


def _signers(asked: Asked) -> dict[str, Any]:
    held = leaders(timezone.localdate(asked.at))
    return {"signers": [(str(h.person.public_id), f"{h.person.name}（{h.get_post_display()}）") for h in held]}


def _record_signature(asked: Asked, form: Any) -> object:
    given, today = form.cleaned_data, timezone.localdate(asked.at)
    holding = next(h for h in leaders(today) if str(h.person.public_id) == given["signer"])
    return services.record_signature(
        **asked.common,
        signer=holding.person,
        signed_on=given["signed_on"],
        scan=forms.uploaded(form, "scan"),
        register_no=given["register_no"],
    )


def _numbering(asked: Asked) -> dict[str, Any]:
    today = timezone.localdate(asked.at)
    prefixes = configuration.value(PREFIXES, on=today)
    first = (prefixes or [_house().doc_prefix or "×协"])[0]
    return {
        "prefixes": prefixes,
        "is_own": configuration.value(NUMBER_SOURCE, on=today) == NumberSource.OWN,
        "example": FORM.format(prefix=first, year=today.year, seq=12),
    }


def _house() -> Committee:
    return Committee.objects.get(pk=tenancy.current().committee_id)


def _wording(asked: Asked) -> dict[str, str]:
    return forms.first_wording(asked.document, queries.newest(asked.document))


def _today(asked: Asked) -> dict[str, Any]:
    return {"signed_on": timezone.localdate(asked.at), "issued_on": timezone.localdate(asked.at)}


REVISE = DocumentAct(
    "revise", table.REVISE, "已存为新的一稿，以前的稿子都留着。",
    lambda asked, form: services.revise(
        **asked.common, wording=form.wording(), is_clean=form.cleaned_data["is_clean"]
    ),
    form=forms.WordingForm, first=_wording,
)  # fmt: skip
AMEND = DocumentAct(
    "amend", table.AMEND, "已按审改稿存为新的一稿，可以看修改对照。",
    lambda asked, form: services.amend(
        **asked.common, wording=form.wording(), reason=form.cleaned_data["reason"],
        is_clean=form.cleaned_data["is_clean"],
    ),
    form=forms.AmendForm, first=_wording, text="照录审改稿上的改动，原来的文字留在上一稿里。",
)  # fmt: skip
SUBMIT = DocumentAct(
    "submit", table.SUBMIT, "已送核，退回或者核过都会告诉您。", lambda asked, _form: services.submit(**asked.common),
    kind="primary",
)  # fmt: skip
CHECK = DocumentAct(
    "check", table.CHECK, "已核稿，接着送签。", lambda asked, _form: services.check(**asked.common),
    text="文字、格式、依据、密级看过无误。", kind="primary",
)  # fmt: skip
COUNTERSIGN = DocumentAct(
    "countersign", table.COUNTERSIGN, "已登记会签。",
    lambda asked, form: services.countersign(**asked.common, who=form.cleaned_data["who"]),
    form=forms.CountersignForm, text="部门或领导在纸上会签以后，由您照录。",
)  # fmt: skip
SIGN = DocumentAct(
    "sign", table.SIGN, "已签发，文字从现在起不再改动。", lambda asked, _form: services.sign(**asked.common),
    text="签发以后文字不再改动。", kind="primary",
)  # fmt: skip
RECORD_SIGNATURE = DocumentAct(
    "record-signature", table.RECORD_SIGNATURE, "已代录签发。台账上同时记着签发人和您的名字。", _record_signature,
    form=forms.SignatureForm, given=_signers, first=_today, kind="primary", files=True,
    text="领导在发文稿纸上签发以后，由您照录。",
)  # fmt: skip
NUMBER = DocumentAct(
    "number", table.NUMBER, "已编号，接着印发。",
    lambda asked, form: services.number(
        **asked.common, prefix=form.cleaned_data["doc_prefix"], year=form.cleaned_data["year"],
        typed=form.cleaned_data.get("typed", ""),
    ),
    form=forms.NumberForm, given=_numbering, kind="primary",
    first=lambda asked: {"doc_prefix": _house().doc_prefix, "year": timezone.localdate(asked.at).year},
)  # fmt: skip
ISSUE = DocumentAct(
    "issue", table.ISSUE, "已登记印发。",
    lambda asked, form: services.issue(**asked.common, **form.cleaned_data),
    form=forms.IssueForm, first=_today, kind="primary",
)  # fmt: skip
ARCHIVE = DocumentAct(
    "archive", table.ARCHIVE, "已归档。", lambda asked, _form: services.archive(**asked.common)
)  # fmt: skip
RETURN = DocumentAct(
    "return", table.RETURN, "已退回，拟稿人会看到您写的意见。",
    lambda asked, form: services.send_back(**asked.common, reason=form.cleaned_data["reason"]),
    form=forms.ReasonForm,
)  # fmt: skip

ACTS = (SUBMIT, CHECK, SIGN, RECORD_SIGNATURE, NUMBER, ISSUE, ARCHIVE, COUNTERSIGN, REVISE, AMEND, RETURN)
