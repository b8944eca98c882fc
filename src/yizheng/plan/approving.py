"""The chain of the annual plan (工作要点呈批): its steps are configuration, by default those of office-practice 7."""

from __future__ import annotations

from yizheng.approval import chains
from yizheng.approval.chains import Chain, check_steps
from yizheng.org.configuration import Key, register

SECTION = "工作要点"
CHAIRPERSONS = "主席会议"
"""How the step begins after which a plan counts as reviewed by the chairpersons (handbook 3.4)."""

STEPS: Key[list[str]] = register(
    Key(
        "plan.approval_steps",
        ["会议：主席会议", "会议：党组会议", "报送：同级党委", "会议：常委会议"],
        "工作要点的呈批步骤",
        "以后开始的呈批按新步骤走，最后一步有了结果就算通过；正在呈批的不变。",
        SECTION,
        check=check_steps,
    )
)
ADOPT_FROM_PAPER: Key[bool] = register(
    Key(
        "plan.adopt_from_paper",
        True,
        "可以照纸质会议材料直接登记通过",
        "关掉以后，起草中的工作要点只能走完呈批步骤才算通过。",
        SECTION,
    )
)

CHAIN = Chain("annual_plan", "工作要点呈批", STEPS)


def offer_chain() -> None:
    """Make the chain of the plan known."""
    chains.register(CHAIN)
