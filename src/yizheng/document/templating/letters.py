"""A letter from its template: the committee's own where there is one, else the shipped one."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from yizheng.attachment.queries import path_of
from yizheng.kernel import tenancy
from yizheng.kernel.papers import Letter

from ..models import OwnTemplate
from ..typesetting.faces import Faces
from .filling import fill
from .kinds import TemplateKind, get


def filled(letter: Letter, faces: Faces) -> bytes:
    """Return the Word file of a letter. Raises: LookupError for a code nobody knows, Refused as `fill` does."""
    kind = get(letter.template)
    values: dict[str, Any] = {"title": letter.title, **letter.context}
    return fill(template_of(kind, faces), kind, values)


def template_of(kind: TemplateKind, faces: Faces) -> bytes:
    """Return the template in use in the open scope; outside of one the shipped template."""
    own = own_template(kind.code) if tenancy.is_open() else None
    return path_of(own.file).read_bytes() if own else shipped(kind.code, faces)


def own_template(code: str) -> OwnTemplate | None:
    """Return the committee's own template of a code, None where the shipped one is used."""
    return OwnTemplate.objects.filter(code=code, is_used=True).select_related("file").first()


@lru_cache(maxsize=64)
def shipped(code: str, faces: Faces) -> bytes:
    """Return the shipped template of a code."""
    return get(code).build(faces)
