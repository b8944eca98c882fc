"""What the organisation offers to import: the roll of members and the handling units (F027)."""

from __future__ import annotations

from yizheng.intake.purposes import Purpose, register

ROLL_IMPORT = Purpose(
    name="roll",
    label="委员名册",
    permission="org.import_roll",
    job="org.read_import",
    address_name="org-import:import",
)
UNITS_IMPORT = Purpose(
    name="units",
    label="承办单位",
    permission="org.import_units",
    job="org.read_import",
    address_name="org-import:import",
)


def offer_imports() -> None:
    """Let the intake room know of the room's imports."""
    register(ROLL_IMPORT, UNITS_IMPORT)
