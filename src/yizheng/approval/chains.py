"""
Chains: rooms register the approvals they know, each with the dated configuration key that holds its steps.

A step is one line a clerk can type: 会议：主席会议, 报送：同级党委, 签批：秘书长审签（秘书长）. In brackets stands the
role that signs on screen; without one it is 政协领导.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yizheng.accounts.enums import Role
from yizheng.org.configuration import Key, value

from .enums import StepKind

SIGNERS = (Role.LEADER, Role.SECRETARY_GENERAL, Role.OFFICE_CLERK)
MOST_STEPS = 12
_KINDS = {str(kind.label): kind for kind in StepKind}
_ROLES = {str(role.label): role for role in SIGNERS}
_LINE = re.compile(r"^\s*(\S+?)\s*[：:]\s*([^（）()]{1,60}?)\s*(?:[（(]([^（）()]+)[）)])?\s*$")

BAD_LINE = "“{line}”读不懂。每行写一步，例如：会议：主席会议；报送：同级党委；签批：秘书长审签（秘书长）。"
BAD_ROLE = "“{line}”里的身份不认识，签批人只能是{roles}。"
NO_STEPS = "至少要有一步。"
TOO_MANY = f"最多{MOST_STEPS}步。"


@dataclass(frozen=True)
class StepSpec:
    """One step as configured; `role` is empty unless it is a decision."""

    kind: StepKind
    label: str
    role: str = ""


@dataclass(frozen=True)
class Chain:
    """
    A kind of approval: its code and name, the key that holds its steps, the role whose clerks carry it.

    The clerks of `clerk` begin it, print its sheet and enter what was decided on paper.
    """

    code: str
    label: str
    steps_key: Key[list[str]]
    clerk: str = Role.OFFICE_CLERK


_chains: dict[str, Chain] = {}


def register(*chains: Chain) -> None:
    """Make chains known; called by each room's `AppConfig.ready`."""
    for chain in chains:
        _chains[chain.code] = chain


def get(code: str) -> Chain:
    """Return a chain by code. Raises: LookupError."""
    try:
        return _chains[code]
    except KeyError:
        raise LookupError(f"no approval chain is called {code!r}") from None


def clerk_of(code: str) -> str | None:
    """Return the role whose clerks carry a chain, None for a chain that no room registers any more."""
    return _chains[code].clerk if code in _chains else None


def carried_by(role: str) -> list[str]:
    """Return the codes of the chains whose clerks wear this role."""
    return [chain.code for chain in _chains.values() if chain.clerk == role]


def steps_of(chain: Chain, *, on: date) -> list[StepSpec]:
    """Return the steps in force on a date."""
    lines: list[str] = value(chain.steps_key, on=on)
    return read_steps(lines)


def read_steps(lines: Sequence[str]) -> list[StepSpec]:
    """Return configured lines as steps. Raises: ValueError with a sentence for the clerk."""
    if not lines:
        raise ValueError(NO_STEPS)
    if len(lines) > MOST_STEPS:
        raise ValueError(TOO_MANY)
    return [_step(line) for line in lines]


def check_steps(lines: list[str]) -> str | None:
    """Say why lines cannot stand as a chain, None when they can; the `check` of a steps key."""
    try:
        read_steps(lines)
    except ValueError as wrong:
        return str(wrong)
    return None


def _step(line: str) -> StepSpec:
    found = _LINE.match(line)
    if found is None or found[1] not in _KINDS:
        raise ValueError(BAD_LINE.format(line=line))
    kind, label, signer = _KINDS[found[1]], found[2], found[3]
    if kind is not StepKind.DECISION:
        return StepSpec(kind, f"{label}（{signer}）" if signer else label)
    role = _ROLES.get(signer) if signer else Role.LEADER
    if role is None:
        raise ValueError(BAD_ROLE.format(line=line, roles="、".join(_ROLES)))
    return StepSpec(kind, label, role)
