"""Printed cards that open the door once."""

from __future__ import annotations

import secrets as randomness
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from yizheng.accounts import queries
from yizheng.accounts.locking import policy
from yizheng.accounts.models import SignInCard, User
from yizheng.kernel import ledger, scoping, secrets
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused

# 8 of these 31 characters are 8.5 * 10^11 cards; look-alikes are left out, it is typed from paper.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ2345678"
CODE_CHARS = 8
MAX_CARDS = 600


@dataclass(frozen=True)
class PrintedCard:
    """A card as it is printed, once: its code is kept nowhere."""

    name: str
    code: str
    ends_at: datetime


@transaction.atomic
def issue_cards(*, users: Sequence[User], by: Actor, at: datetime) -> list[PrintedCard]:
    """
    Issue one-time cards (制发一次性登录卡); a person's earlier unused card is void from now on.

    Raises: Refused `nobody`, `too_many`, `strict` (who must use a password), `closed`; no card is made then.
    """
    if not users:
        raise Refused("nobody", "请先勾选要发卡的人。")
    if len(users) > MAX_CARDS:
        raise Refused("too_many", f"一次最多发{MAX_CARDS}张，现在选了{len(users)}人，请分几次发。")
    for user in users:
        _refuse_unfit(user, at)
    _unused(users).update(revoked_at=at)
    return [_issue(user, by=by, at=at) for user in users]


@transaction.atomic
def revoke_cards(*, user: User, by: Actor, at: datetime) -> int:
    """
    Make the unused cards of a person void (作废登录卡); return how many.

    Raises: Refused `no_card`; nothing is changed then.
    """
    revoked = _unused([user]).update(revoked_at=at)
    if not revoked:
        raise Refused("no_card", f"{user.name}没有未用的登录卡，不用作废。")
    ledger.record("revoke_cards", user, by=by, at=at, fields={"cards": revoked})
    return revoked


@transaction.atomic
def use_card(*, code: str, at: datetime) -> User:
    """
    Open the door with a card; of two uses at once one holds.

    Raises: Refused `no_such_card`, in the same words whether it never was, is used, void or over.
    """
    digest = secrets.digest(normal_code(code))
    card = SignInCard.objects.select_for_update(of=("self",)).select_related("user").filter(code_digest=digest).first()
    if card is None or not _holds(card, at) or queries.is_strict(card.user, on=timezone.localdate(at)):
        raise Refused("no_such_card", "这张登录卡不能用：可能已经用过、作废或过期。请核对卡号，或联系办公室补一张。")
    card.used_at = at
    card.save(update_fields=["used_at"])
    return card.user


def normal_code(written: str) -> str:
    """Return a card's code without spaces and dashes, in capitals."""
    return "".join(character for character in written[:40].upper() if character.isalnum())


def _holds(card: SignInCard, at: datetime) -> bool:
    return card.used_at is None and card.revoked_at is None and at < card.ends_at and card.user.is_active


def _refuse_unfit(user: User, at: datetime) -> None:
    if not user.is_active:
        raise Refused("closed", f"{user.name}的账号已停用，不能发卡。")
    if queries.is_strict(user, on=timezone.localdate(at)):
        raise Refused("strict", f"{user.name}是工作人员，要用密码和动态验证码登录，不能发登录卡。")


def _unused(users: Sequence[User]) -> QuerySet[SignInCard]:
    here = SignInCard.objects.filter(issued_in_id=scoping.current().committee_id)
    return here.filter(user__in=users, used_at__isnull=True, revoked_at__isnull=True)


def _issue(user: User, *, by: Actor, at: datetime) -> PrintedCard:
    code = "".join(randomness.choice(ALPHABET) for _ in range(CODE_CHARS))
    ends_at = at + timedelta(days=policy().card_days)
    SignInCard.objects.create(
        user=user, issued_in_id=scoping.current().committee_id, code_digest=secrets.digest(code),
        made_at=at, made_by_id=by.user_id, ends_at=ends_at,
    )  # fmt: skip
    ledger.record("issue_card", user, by=by, at=at, fields={"ends_at": ends_at})
    return PrintedCard(user.name, f"{code[:4]}-{code[4:]}", ends_at)
