"""Where notices keep words of other rooms' objects."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q

from yizheng.kernel import purging_kinds
from yizheng.kernel.purging_kinds import Content, Part

from .models import Call, Message, Notice

EDITOR = "write/"
"""The warning of an old draft leads to its editor, which lies below its page in every room."""


def notices_of(kind: str, object_id: int, url: str) -> Iterator[Part]:
    """Return the notices that lead to one object or speak of it, with their lines in inboxes and their answers."""
    for notice in Notice.objects.filter(url__in=(url, f"{url}{EDITOR}")):
        yield Part(notice, ("text",))
    about = Q(kind=kind, object_id=object_id) | (Q(url=url) & ~Q(url=""))
    for message in Message.objects.filter(about):
        yield Part(message, ("title", "text"))
        yield from inside(message)


def inside(message: Message) -> Iterator[Part]:
    """Return what lives and dies with one notice."""
    for notice in Notice.objects.filter(receipt__message=message):
        yield Part(notice, ("text",))
    for recipient in message.recipients.exclude(answer=""):
        yield Part(recipient, ("answer",))
    for call in Call.objects.filter(recipient__message=message).exclude(answer=""):
        yield Part(call, ("answer",))


def register() -> None:
    """Tell the house; called when it starts."""
    purging_kinds.register(Content("message", ("title", "text"), inner=inside))
    purging_kinds.trace(notices_of)
