"""What the plan room offers to import."""

from yizheng.intake.purposes import Purpose, register

PLAN_IMPORT = Purpose(
    name="plan",
    label="工作要点",
    permission="plan.import",
    job="plan.read_import",
    address_name="plan:import",
)


def offer_imports() -> None:
    """Let the intake room know of the room's import."""
    register(PLAN_IMPORT)
