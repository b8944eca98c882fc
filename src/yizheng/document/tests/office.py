"""An invented office for the tests of documents: 云溪区政协, its people, a draft."""

from __future__ import annotations

import io
import itertools
from datetime import UTC, datetime
from typing import Any

from django.core.files.base import ContentFile

from yizheng.accounts.enums import Role
from yizheng.accounts.models import RoleGrant, User
from yizheng.attachment.models import StoredFile
from yizheng.document import services
from yizheng.document.enums import DocumentKind, Secrecy
from yizheng.document.models import Document, DocumentVersion, GivenNumber, OwnTemplate, WorkSecret
from yizheng.document.services import Wording
from yizheng.kernel.acting import Actor
from yizheng.kernel.models import ActKey, Committee, LedgerEntry, Sequence
from yizheng.org.enums import PostKind
from yizheng.org.models import Person, PostHolding
from yizheng.todo.models import Todo

AT = datetime(2026, 11, 22, 2, tzinfo=UTC)
TODAY = AT.date()
TEXT = "为做好养老服务视察，现将有关事项通知如下。\n一、时间\n定于12月8日下午。"
WORDING = Wording("关于开展养老服务视察的通知", TEXT, "各专门委员会", "政协云溪区委员会办公室")
WATCHED = (Document, DocumentVersion, GivenNumber, OwnTemplate, WorkSecret, LedgerEntry, Todo, StoredFile, Sequence)
_people = itertools.count(1)


def make_committee() -> Committee:
    return Committee.objects.create(
        slug="yunxi", full_name="中国人民政治协商会议云溪区委员会", short_name="云溪区政协", doc_prefix="云溪协"
    )


def seat(role: Role, name: str = "周文清") -> Actor:
    """Give somebody new a login in one role."""
    user = User.objects.create(username=f"person-{next(_people)}", name=name)
    grant = RoleGrant.objects.create(user=user, role=role, label=role.label, valid_from="2020-01-01")
    hat = grant.hat()
    return Actor(user_id=user.pk, name=name, hat=hat, hats=(hat,))


def leader(name: str = "林岫") -> Person:
    person = Person.objects.create(name=name, sort_key="lin xiu")
    PostHolding.objects.create(person=person, post=PostKind.VICE_CHAIRPERSON, rank=1, valid_from="2020-01-01")
    return person


def drafted(by: Actor, **changes: Any) -> Document:
    wording = Wording(**{**vars(WORDING), **changes})
    return services.draft(
        kind=DocumentKind.NOTICE, secrecy=Secrecy.INTERNAL, wording=wording, is_clean=True, by=by, at=AT
    )


def scan() -> ContentFile[bytes]:
    return ContentFile(b"%PDF-1.4 scan", name="签批件.pdf")


def fresh(document: Document) -> Document:
    return Document.objects.get(pk=document.pk)


def everything() -> dict[str, list[dict[str, Any]]]:
    """Return every row an act of the room could touch."""
    return {model.__name__: list(model._default_manager.order_by("id").values()) for model in (*WATCHED, ActKey)}


def as_file(content: bytes) -> io.BytesIO:
    return io.BytesIO(content)
