"""What a token of the JSON door may be used for (令牌范围): reading, and the acts that name their scope."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.http import HttpRequest

View = TypeVar("View", bound=Callable[..., Any])
MARK = "token_scope"
"""The attribute by which a view of the door says what scope opens it."""


class Scope(TextChoices):
    """What the owner of a token allows it; within that, the hat decides as everywhere."""

    READ = "read", "读取"
    PROPOSAL_WRITE = "proposal.write", "提案起草、联名和提交"
    HANDLING_WRITE = "handling.write", "提案办理和答复"
    FEEDBACK_WRITE = "feedback.write", "评价办理和确认面商"


class ScopeMissing(PermissionDenied):
    """The token does not cover what was asked; `scope` is empty where no token ever does."""

    def __init__(self, scope: str) -> None:
        super().__init__(f"token scope {scope or 'none'}")
        self.scope = scope

    @property
    def message(self) -> str:
        """Say it to a person."""
        if not self.scope:
            return "这件事不能用接口令牌办，什么都没有改动。请本人在网页上办。"
        label = Scope(self.scope).label
        return f"这个令牌没有“{label}”（{self.scope}）这一项，什么都没有改动。请在“接口令牌”页另做一个。"


def opens(scope: Scope) -> Callable[[View], View]:
    """Let tokens of a scope do an act of the door; an act without this mark is done in sessions only."""

    def marked(view: View) -> View:
        setattr(view, MARK, scope.value)
        return view

    return marked


def scope_of(view: Callable[..., Any]) -> str:
    """Return the scope that opens an act; empty where none does."""
    return str(getattr(view, MARK, ""))


def check(request: HttpRequest, scope: str) -> None:
    """Raises: ScopeMissing, when the request came by a token that does not cover the scope."""
    covered: tuple[str, ...] | None = getattr(request, "token_scopes", None)
    if covered is not None and scope not in covered:
        raise ScopeMissing(scope)
