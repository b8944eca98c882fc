"""What the shared rooms must know of the register of paper items."""

from __future__ import annotations

from django.db.models import QuerySet

from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.kernel.subjects import Subject, register

from ..models import SecretRegisterEntry


def entries_visible_to(actor: Actor) -> QuerySet[SecretRegisterEntry]:
    """Return the register for those who keep it or answer for the archive; nothing for others."""
    rows = SecretRegisterEntry.objects.all()
    return rows if may("secret_register.read", actor) else rows.none()


def register_kinds() -> None:
    """Make the register known to the house; an entry holds no content that could be put under quarantine."""
    register(
        Subject(
            "secret_register_entry", SecretRegisterEntry, "工作秘密登记", visible_to=entries_visible_to,
            url=lambda _entry: address("proposal:secret-register"),
        )
    )  # fmt: skip
