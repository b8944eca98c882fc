"""The register of instructions in the navigation of those who read it, and the unit's own list."""

from yizheng.ui.navigation import OFFICE, UNIT, NavItem, register


def offer_pages() -> None:
    """Offer the register and the unit's list."""
    register(
        NavItem(
            "建言", "批示台账", "instruction:ledger", "edit", permission="instruction.read", audience=OFFICE,
            covers=("instructions/",), place=2,
        ),
        NavItem(
            "建言", "批示办理", "instruction:tasks", "flag", permission="instruction.read_task", audience=UNIT, place=2,
        ),
    )  # fmt: skip
