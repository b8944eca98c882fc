"""Pages of the editors' desk beside single acts: the workbench, a kept version, batches, merging."""

from __future__ import annotations

import uuid
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from yizheng.kernel.acting import Actor
from yizheng.kernel.actkeys import act
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import Refused
from yizheng.kernel.htmx import done
from yizheng.kernel.permissions import require
from yizheng.org.configuration import value
from yizheng.ui.shapes import Crumb

from .. import comparing, queries, showing
from ..alike import similar_to
from ..enums import OpinionState
from ..forms_editing import EditForm, MergeForm, RejectForm
from ..keys import MAX_CHARS
from ..learning import suggested_categories
from ..models import Opinion
from ..services import editing, merging, reviewing
from ..subjects.issuing import versions_visible_to
from ..texts import author_text
from ..workflow import opinions as table
from .asking import actor_of, opinion_or_404

MOST_CHOSEN = 50


@require_http_methods(["GET", "POST"])
@act
def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Edit a piece: the author's words and what was changed beside the form; each save is a version."""
    actor, today = actor_of(request), timezone.localdate()
    opinion = opinion_or_404(actor, public_id)
    require("opinion.edit", actor, opinion)
    if request.method == "GET" and opinion.state != OpinionState.EDITING:
        return redirect(address("opinion:opinion", public_id=public_id))
    form = EditForm(*([request.POST] if request.method == "POST" else []), opinion=opinion, on=today)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                edition = form.cleaned_data["working_edition"]
                editing.keep_edit(
                    opinion=opinion, edited=form.edited(), working_edition=edition, by=actor, at=timezone.now()
                )
        except Refused as refusal:
            form.add_error(None, refusal.message)
            if refusal.code == "other_editor":
                form.data = _with_edition(request, opinion)
        else:
            return done(request, "已存一稿。", to=_onward(request, opinion))
    status = 409 if form.is_bound and form.non_field_errors() else 200
    return render(request, "opinion/editor/edit.html", _workbench(opinion, form, actor), status=status)


def _with_edition(request: HttpRequest, opinion: Opinion) -> QueryDict:
    """Return what was typed on top of the text that was saved in between: the next save is meant to replace it."""
    opinion.refresh_from_db(fields=["working_edition", "edited_body", "edited_title", "editor_name"])
    posted = request.POST.copy()
    posted["working_edition"] = str(opinion.working_edition)
    return posted


def _onward(request: HttpRequest, opinion: Opinion) -> str:
    name = "opinion:send-to-sign" if "send" in request.POST else "opinion:edit"
    return address(name, public_id=opinion.public_id)


def _workbench(opinion: Opinion, form: EditForm, actor: Actor) -> dict[str, Any]:
    original = author_text(opinion)
    lines = comparing.redline(original, opinion.edited_body)
    return {
        "opinion": opinion,
        "form": form,
        "original": original,
        "lines": lines if comparing.has_changed(lines) else [],
        "most_chars": value(MAX_CHARS, on=timezone.localdate()),
        "chars": len("".join(opinion.edited_body.split())),
        "authors": showing.authors(opinion),
        "parts": showing.parts(opinion, actor),
        "versions": showing.versions(opinion, actor),
        "crumbs": crumbs(opinion, "编辑"),
        "categories": suggested_categories(opinion, timezone.localdate()),
        "other": opinion.edited_body if form.is_bound and form.non_field_errors() else "",
    }


def crumbs(opinion: Opinion, last: str) -> list[Crumb]:
    """Return the way to a page of one piece."""
    return [
        Crumb("社情民意", address("opinion:opinions")),
        Crumb(opinion.number or "草稿", showing.url_of(opinion)), Crumb(last)
    ]  # fmt: skip


@require_GET
def version(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Show one kept text, and what it changed of the one before."""
    actor = actor_of(request)
    require("opinion.see_desk", actor)
    found = get_object_or_404(versions_visible_to(actor).select_related("opinion"), public_id=public_id)
    before = found.opinion.versions.filter(ordinal__lt=found.ordinal).order_by("-ordinal").first()
    lines = comparing.redline(before.body, found.body) if before else []
    context = {
        "version": found,
        "files": showing.files_of("opinion_version", found.pk),
        "before": before,
        "lines": lines if comparing.has_changed(lines) else [],
        "crumbs": crumbs(found.opinion, f"第{found.ordinal}稿"),
    }
    return render(request, "opinion/editor/version.html", context)


def chosen_of(request: HttpRequest, actor: Actor) -> list[Opinion]:
    """Return the pieces that were ticked, in the order of their ticks, among those the person may see."""
    asked = [key for each in [*request.GET.getlist("chosen"), *request.POST.getlist("chosen")] if (key := _uuid(each))]
    found = {
        each.public_id: each for each in queries.opinions_visible_to(actor).filter(public_id__in=asked[:MOST_CHOSEN])
    }
    return [found[key] for key in dict.fromkeys(asked) if key in found]


def _uuid(given: str) -> UUID | None:
    try:
        return uuid.UUID(given)
    except ValueError:
        return None


@require_http_methods(["GET", "POST"])
@act
def reject_several(request: HttpRequest) -> HttpResponse:
    """Do not adopt several pieces for one reason: first shown, then done, all or none."""
    actor = actor_of(request)
    require("opinion.edit", actor)
    chosen = chosen_of(request, actor)
    form = RejectForm(request.POST if request.method == "POST" else None)
    form.fields.pop("words")
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["reason_code"]
        try:
            with transaction.atomic():
                done_with = reviewing.reject_many(opinions=chosen, reason_code=code, by=actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            words = f"{len(done_with)}篇已记为不采用，作者会收到通知。"
            return done(request, words, to=f"{address('opinion:opinions')}?group=waiting")
    context = {"chosen": chosen, "form": form, "back": f"{address('opinion:opinions')}?group=waiting"}
    return render(request, "opinion/editor/reject_several.html", context, status=_status(form))


@require_http_methods(["GET", "POST"])
@act
def merge(request: HttpRequest) -> HttpResponse:
    """Merge the ticked pieces into a comprehensive one; pieces on the same matter can be added."""
    actor = actor_of(request)
    require("opinion.edit", actor)
    chosen = chosen_of(request, actor)
    form = MergeForm(*([request.POST] if request.method == "POST" else []), opinions=chosen)
    if request.method == "POST" and "add" not in request.POST and form.is_valid():
        main = next(each for each in chosen if str(each.public_id) == form.cleaned_data["main"])
        try:
            with transaction.atomic():
                whole = merging.merge(
                    opinions=chosen, main=main, title=form.cleaned_data["title"], by=actor, at=timezone.now()
                )
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(
                request,
                f"已并成综合稿{whole.number}，各位作者都保留。",
                to=address("opinion:edit", public_id=whole.public_id),
            )
    context = {
        "chosen": chosen,
        "form": form,
        "near": _near(chosen, actor),
        "back": f"{address('opinion:opinions')}?group=waiting",
    }
    return render(request, "opinion/editor/merge.html", context, status=_status(form))


def _near(chosen: list[Opinion], actor: Actor) -> list[Any]:
    """Return what else was sent in on the matter of the first piece and can be merged."""
    if not chosen:
        return []
    found = similar_to(str(chosen[0]), actor, exclude=chosen[0])
    there = {each.pk for each in chosen}
    return [each for each in found if each.opinion.pk not in there and each.opinion.state in table.MERGE_AWAY.sources]


def _status(form: Any) -> int:
    return 409 if form.is_bound and form.non_field_errors() else 200
