"""What the shared rooms must know of promises."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.accounts.enums import Role
from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Owed, Subject, register

from . import queries
from .enums import PromiseState
from .models import Promise


def promise_owed(promise: Promise) -> Iterator[Owed]:
    """The unit owes what it promised by its date; what is reported waits for the office's check."""
    if promise.state == PromiseState.RUNNING and promise.promiser_unit_id is not None:
        yield Owed(
            "report_kept", "兑现承诺", role=Role.UNIT_CLERK, scope_kind="org_unit", scope_id=promise.promiser_unit_id,
            due_on=promise.due_on, note=promise.promiser_name,
        )  # fmt: skip
    if promise.state == PromiseState.REPORTED:
        yield Owed("confirm_kept", "核实承诺", role=Role.PROPOSAL_CLERK, note=promise.promiser_name)


def register_all() -> None:
    """Make the kind known to the house."""
    register(
        Subject(
            "promise", Promise, "承诺", visible_to=queries.promises_visible_to,
            url=lambda p: address("promise:promise", public_id=p.public_id),
            caption=lambda p: f"{p.promiser_name} {p.get_state_display()}", owed=promise_owed,
        )
    )  # fmt: skip
