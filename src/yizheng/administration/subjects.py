"""What the shared rooms must know of rules, honours and appraisals."""

from __future__ import annotations

from collections.abc import Iterator

from yizheng.accounts.enums import Role
from yizheng.kernel.addresses import address
from yizheng.kernel.subjects import Owed, Subject, register

from . import queries
from .enums import RuleState
from .models import Honour, Rule, StaffAppraisal


def rule_owed(rule: Rule) -> Iterator[Owed]:
    """The office owes a decision on every rule that runs out: revise, extend or repeal it."""
    last = rule.versions.order_by("-number").first()
    if rule.state == RuleState.IN_FORCE and last is not None and last.valid_until is not None:
        yield Owed("renew_rule", "续期或废止", role=Role.OFFICE_CLERK, due_on=last.valid_until, note="制度有效期将到")


def register_all() -> None:
    """Make the kinds of the room known to the house."""
    register(
        Subject(
            "rule", Rule, "制度", visible_to=queries.rules_visible_to, owed=rule_owed,
            url=lambda r: address("administration:rule", public_id=r.public_id),
            caption=lambda r: r.get_state_display(),
        ),
        Subject(
            "honour", Honour, "荣誉", visible_to=queries.honours_visible_to,
            url=lambda h: f"{address('administration:honours')}#honour-{h.public_id}",
        ),
        Subject(
            "staff_appraisal", StaffAppraisal, "年度考核", visible_to=queries.appraisals_visible_to,
            url=lambda _a: address("administration:appraisals"),
        ),
    )  # fmt: skip
