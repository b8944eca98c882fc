"""Documents of a meeting: the office adds them and sees who has read them, everybody opens the own copy."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.attachment.names import safe_name
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done, refused
from yizheng.kernel.permissions import may, require
from yizheng.ui.shapes import Figure, Meaning

from .. import document_queries, keeping, queries, services, showing
from ..models import AgendaItem, Meeting
from .asking import actor_of, visible_or_404

PDF = "application/pdf"


class DocumentForm(forms.Form):
    """A document and the point it belongs to."""

    title = forms.CharField(label="文件名称", max_length=200, error_messages={"required": "请写明文件的名称。"})
    item = forms.ModelChoiceField(label="属于哪项议程", queryset=AgendaItem.objects.none(), required=False,
                                  to_field_name="public_id", empty_label="不属于哪一项")  # fmt: skip
    file = forms.FileField(label="文件", help_text="PDF或Word（docx），不带密码。",
                           error_messages={"required": "请选择文件。"})  # fmt: skip

    online_only = forms.BooleanField(
        label="只能在线看，不存到手机", required=False,
        help_text="标了“内部”或内容敏感的请勾上。工作秘密和涉密文件不要传上来，只在纸上传阅。",
    )  # fmt: skip

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = meeting.items.all()


@require_http_methods(["GET", "POST"])
@act
def documents(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """List the documents with how many have read each, and add one."""
    actor, now = actor_of(request), timezone.now()
    meeting = visible_or_404(actor, public_id)
    require("meeting.read_replies", actor, meeting)
    keeps, problem = may("meeting.prepare", actor, meeting), False
    form = DocumentForm(request.POST or None, request.FILES or None, meeting=meeting)
    if request.method == "POST":
        require("meeting.prepare", actor, meeting)
        if form.is_valid():
            given = form.cleaned_data
            try:
                with transaction.atomic():
                    services.add_document(meeting=meeting, by=actor, at=now, **given)
            except Refused as refusal:
                form.add_error(None, refusal.message)
                problem = True
            else:
                return done(request, "文件已加上，名单里的人可以打开各自的一份。", to=_url(meeting))
    due = meeting.invitations.count()
    context = {
        "meeting": meeting,
        "rows": [(row, f"{row.read} / {due}") for row in document_queries.counted(meeting)],
        "form": form if keeps else None,
        "keeps": keeps,
        "crumbs": showing.crumbs(meeting, "会议文件"),
    }
    return render(request, "meeting/documents.html", context, status=409 if problem else 200)


@require_GET
def readers(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show who has read a document and who has not."""
    actor = actor_of(request)
    require("meeting.read_replies", actor)
    document = get_object_or_404(document_queries.documents_visible_to(actor), public_id=public_id)
    rows = document_queries.receipts(document)
    read = sum(each.copy is not None for each in rows)
    figures = [Figure(len(rows), "应阅", unit="人"), Figure(read, "已阅", unit="人", meaning=Meaning.OK),
               Figure(len(rows) - read, "未阅", unit="人")]  # fmt: skip
    context = {
        "document": document, "meeting": document.meeting, "rows": rows, "figures": figures,
        "crumbs": showing.crumbs(document.meeting, "阅读回执"),
    }  # fmt: skip
    return render(request, "meeting/document_readers.html", context)


@require_http_methods(["POST"])
@act
def withdraw(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Withdraw a document."""
    actor, now = actor_of(request), timezone.now()
    document = get_object_or_404(document_queries.documents_visible_to(actor), public_id=public_id)
    require("meeting.prepare", actor, document.meeting)
    try:
        with transaction.atomic():
            services.withdraw_document(document=document, by=actor, at=now)
    except Refused as refusal:
        return refused(request, refusal.message, to=_url(document.meeting))
    return done(request, f"“{document}”已撤下。", to=_url(document.meeting))


@never_cache
@require_GET
def open_copy(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Hand out the own copy, with the own name and its number on every page; the reading is logged."""
    actor, now = actor_of(request), timezone.now()
    document = get_object_or_404(document_queries.documents_visible_to(actor), public_id=public_id)
    own = queries.invitations_visible_to(actor).filter(meeting=document.meeting, person__user=actor.user_id)
    invitation = get_object_or_404(own)
    require("meeting.open_document", actor, invitation)
    opened = services.open_copy(document=document, invitation=invitation, by=actor, at=now)
    kind = document.file.content_type
    name = f"{safe_name(document.title)[:80]}（{opened.copy}）.{'pdf' if kind == PDF else 'docx'}"
    response = HttpResponse(opened.content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(kind != PDF, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    if keeping.is_for_the_hall(document.meeting, now) and keeping.may_leave_the_house(document):
        keeping.kept(response, document.meeting, document.title, actor=actor, at=now)
    return response


def _url(meeting: Meeting) -> str:
    return address("meeting:documents", public_id=meeting.public_id)
