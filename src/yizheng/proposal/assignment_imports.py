"""What comes back to the assigner: filled lists and sealed scans (office-practice 19)."""

from __future__ import annotations

from yizheng.intake.purposes import Purpose, register

SHEET = Purpose(
    name="assignment-sheet",
    label="回执表",
    permission="proposal.read_back",
    job="proposal.read_assignment_files",
    address_name="proposal:assignment-batch",
)
SCANS = Purpose(
    name="assignment-scans",
    label="盖章件",
    permission="proposal.read_back",
    job="proposal.read_assignment_files",
    address_name="proposal:assignment-batch",
)


def offer_imports() -> None:
    """Let the intake room know of what comes back."""
    register(SHEET, SCANS)
