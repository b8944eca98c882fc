"""The author's other pages: own list, an entry for somebody else, throwing away, taking back, answering."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import require
from yizheng.ui.shapes import Column, Crumb
from yizheng.ui.tags.marks import long_date

from .. import own, queries
from ..alike import published_elsewhere, similar_to
from ..forms_writing import OwnerForm
from ..models import MOST_TITLE_CHARS, Conversion, OpinionFeedback
from ..services import converting, feeding_back, secret_register, submitting, writing
from ..subjects.writing import secrets_visible_to
from .acting import PageAct
from .asking import actor_of, opinion_or_404

PAGE_ROWS = 50
SECRET_COLUMNS = (Column("编号"), Column("登记日期"), Column("保管人"))

DISCARD = PageAct(
    "discard", "opinion.write", "删除草稿", "删掉以后找不回来，照片也一起删掉。", "删除", "草稿已删除。",
    opinion_or_404, lambda opinion, _form, by, at: writing.discard(opinion=opinion, by=by, at=at),
    look="danger", after=lambda _opinion: address("opinion:mine"),
)  # fmt: skip
WITHDRAW = PageAct(
    "withdraw", "opinion.withdraw", "撤回", "撤回以后信息科不再办理，编号留着不再用。还想报，可以另写一件。",
    "撤回", "已撤回。",
    opinion_or_404, lambda opinion, _form, by, at: submitting.withdraw(opinion=opinion, by=by, at=at),
    look="danger",
)  # fmt: skip


@require_GET
def similar(request: HttpRequest) -> HttpResponse:
    """
    Show what was sent in on the same matter, among what the person may see, while a title is being written.

    Only the title is asked about: addresses stand in logs, and what else is written has no place there.
    """
    actor = actor_of(request)
    require("opinion.begin", actor)
    title = request.GET.get("title", "").strip()[:MOST_TITLE_CHARS]
    about = own.found(actor, request.GET.get("opinion", ""))
    back = address("opinion:enter" if actor.wears(Role.OPINION_CLERK) else "opinion:mine")
    context = {
        "title": title, "found": similar_to(title, actor, exclude=about) if title else [], "back": back,
        "elsewhere": published_elsewhere(title) if title else [],
        "crumbs": [Crumb("社情民意", back), Crumb("查相近的信息")],
    }  # fmt: skip
    return render(request, "opinion/author/similar.html", context)


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """List what the worn hat sends in: drafts and what came back, what was sent and what became of it."""
    actor = actor_of(request)
    require("opinion.begin", actor)
    page = Paginator(own.sent(actor), PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page, "rows": own.rows(page), "columns": own.COLUMNS, "drafts": own.drafts(actor),
        "is_clerk": actor.wears(Role.OPINION_CLERK), "calls": own.open_calls(actor),
    }  # fmt: skip
    return render(request, "opinion/author/mine.html", context)


@require_http_methods(["GET", "POST"])
@act
def enter(request: HttpRequest) -> HttpResponse:
    """Choose for whom the information office enters a piece that came on paper or by telephone."""
    actor, now = actor_of(request), timezone.now()
    require("opinion.edit", actor)
    form = OwnerForm(request.POST or None, on=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            draft = writing.enter_for(owner=form.chosen(), by=actor, at=now)
        return done(request, "请录入内容。", to=address("opinion:write", public_id=draft.public_id))
    crumbs = [Crumb("代录的信息", address("opinion:mine")), Crumb("代录一件")]
    return render(request, "opinion/author/enter.html", {"form": form, "crumbs": crumbs})


class AnswerForm(forms.Form):
    """Agree or not, perhaps with a word."""

    agrees = forms.ChoiceField(
        label="您的意见", choices=[("yes", "同意转化"), ("no", "不同意，仍作社情民意")], widget=forms.RadioSelect,
        error_messages={"required": "请选同意或不同意。", "invalid_choice": "请重新选。"},
    )  # fmt: skip
    words = forms.CharField(label="补充说明", max_length=200, required=False)


def _conversion(actor: Actor, public_id: UUID) -> Conversion:
    rows = Conversion.objects.filter(opinion__in=queries.opinions_visible_to(actor)).select_related("opinion")
    return get_object_or_404(rows, public_id=public_id)


def _feedback(actor: Actor, public_id: UUID) -> OpinionFeedback:
    rows = OpinionFeedback.objects.filter(opinion__in=queries.opinions_visible_to(actor)).select_related("opinion")
    return get_object_or_404(rows, public_id=public_id)


ANSWER = PageAct(
    "answer-conversion", "opinion.answer_conversion", "答复转化意见",
    "转化以后，这件信息按新的渠道办理，作者仍是您。", "答复", "已答复信息科。", _conversion,
    lambda asked, form, by, at: converting.answer(
        conversion=asked, agrees=form.cleaned_data["agrees"] == "yes", words=form.cleaned_data["words"], by=by, at=at
    ),
    form=AnswerForm, template="opinion/author/answer.html",
)  # fmt: skip
SEE = PageAct(
    "see-feedback", "opinion.see_feedback", "看过反馈", "记下您已经看过这条反馈。", "知道了", "好的。", _feedback,
    lambda told, _form, by, at: feeding_back.see(feedback=told, by=by, at=at),
    after=lambda told: address("opinion:opinion", public_id=told.opinion.public_id),
)  # fmt: skip


class PaperForm(forms.Form):
    """Number, date, custodian: nothing else is asked for, so that nothing else is written down."""

    paper_number = forms.CharField(
        label="编号", max_length=60, help_text="纸质件上的编号，不写标题和内容。",
        error_messages={"required": "请填写纸质件上的编号。"},
    )  # fmt: skip
    registered_on = forms.DateField(
        label="登记日期", widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "请选择登记日期。", "invalid": "日期写得不对，请重新选。"},
    )  # fmt: skip
    custodian = forms.CharField(label="保管人", max_length=60, error_messages={"required": "请填写谁在保管。"})


@require_http_methods(["GET", "POST"])
@act
def secret_papers(request: HttpRequest) -> HttpResponse:
    """Show the register of paper items that are 工作秘密, and enter one more."""
    actor, now = actor_of(request), timezone.now()
    require("opinion.keep_secret_register", actor)
    form = PaperForm(request.POST or None, initial={"registered_on": timezone.localdate(now)})
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                secret_register.register_paper(**form.cleaned_data, by=actor, at=now)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, "已登记。原件请按保密规定保管。", to=address("opinion:secret-papers"))
    rows = secrets_visible_to(actor).order_by("-registered_on", "-id")
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "form": form, "page": page, "columns": SECRET_COLUMNS,
        "rows": [(each.paper_number, long_date(each.registered_on), each.custodian) for each in page],
    }  # fmt: skip
    return render(request, "opinion/author/secret_papers.html", context, status=409 if form.non_field_errors() else 200)
