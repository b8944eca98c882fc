"""
What an editor that saves itself is answered (writing.js), the same for every room: kept, changed elsewhere, unreadable.

A save is no act. The first one begins the draft, under the act key of the form; every later one names the edition it
was written on. Either may come twice, from this page or from another when the network is back (outbox.js).

`over` in an answer says that these words have no place here any more, whenever they come: the draft was thrown away or
handed in meanwhile. The browser then keeps them and sends them no more.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Generic, TypeVar
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from yizheng.kernel import actkeys
from yizheng.kernel.errors import Refused

Draft = TypeVar("Draft")
OVER = frozenset({"gone", "submitted", "sent", "confirmed", "not_yours"})
"""Refusals of a draft that takes no more words from this writer."""
GONE = "这份草稿找不到了：可能已经删除，或者不再由您写。"
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class NoDraft(Http404):
    """There is no such draft for this writer, the same for one that never was; it is noted as any other 404."""

    def answer(self) -> HttpResponse:
        """Say so in words that a program reads."""
        return JsonResponse({"code": "gone", "message": GONE, "over": True}, status=404)


def tells_gone(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let an editor that saves itself know that its draft is no more; any page would show a person as much."""

    @wraps(view)
    def told(request: HttpRequest, *given: Any, **named: Any) -> HttpResponse:
        try:
            return view(request, *given, **named)
        except Http404 as missing:
            raise NoDraft(*missing.args) from missing

    return told


@dataclass(frozen=True)
class Beginning(Generic[Draft]):
    """
    How a room begins a draft: `begin` makes it, `found` finds it by its public id.

    `save_on` saves what is written now in the draft as it was begun; `editor` and `autosave` are its addresses.
    """

    begin: Callable[[], Draft]
    found: Callable[[UUID], Draft]
    save_on: Callable[[Draft], Draft]
    editor: Callable[[Draft], str]
    autosave: Callable[[Draft], str]


def begun(
    request: HttpRequest, form: forms.Form, beginning: Beginning[Draft], told: Callable[[Draft], dict[str, Any]]
) -> JsonResponse:
    """
    Keep the first words: the draft begins now, once a form.

    When the answer to the first save was lost and more was typed, the same key comes with other words: they are saved
    in the draft it began.
    """

    def keep() -> Draft:
        made: list[Draft] = []

        def begin() -> str:
            made.append(beginning.begin())
            return beginning.editor(made[0])

        url = actkeys.once(request, _key(request), begin)
        return made[0] if made else beginning.save_on(beginning.found(_id_in(url)))

    def moved(draft: Draft) -> dict[str, Any]:
        addresses = {"write": beginning.editor(draft), "autosave": beginning.autosave(draft)}
        return told(draft) | addresses | {"act_key": actkeys.new_key()}

    return saved(form, keep, moved)


def saved(form: forms.Form, save: Callable[[], Draft], told: Callable[[Draft], dict[str, Any]]) -> JsonResponse:
    """Save what is written and tell what it is now; 400 says what cannot be read, 409 why it was not saved."""
    if not form.is_valid():
        sentences = [str(sentence) for errors in form.errors.values() for sentence in errors]
        return JsonResponse({"code": "not_valid", "message": "".join(sentences)}, status=400)
    try:
        with transaction.atomic():
            draft = save()
    except Refused as refusal:
        told_why = {"code": refusal.code, "message": refusal.message, "over": refusal.code in OVER}
        return JsonResponse(told_why, status=409)
    return JsonResponse(told(draft))


def kept(edition: int, *, at: datetime, hints: list[list[Any]], chars: int) -> dict[str, Any]:
    """Return what the editor shows after a save."""
    return {"edition": edition, "saved_at": f"{timezone.localtime(at):%H:%M}", "hints": hints, "chars": chars}


def _id_in(url: str) -> UUID:
    """Return the public id in the address that an act answered. Raises: Http404 for an act of another kind."""
    found = _ID.search(url)
    if found is None:
        raise Http404("this key began no draft")
    return UUID(found[0])


def _key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("act_key", ""))
    except ValueError:
        return None
