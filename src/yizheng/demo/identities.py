"""Who can sign in to the demo, and in which hats. Demo logins have no password."""

from __future__ import annotations

from dataclasses import dataclass

from yizheng.accounts.enums import Role

from .bodies import ECONOMY, EDUCATION, GRASSROOTS, JOINT, MEMBERS_AFFAIRS, OFFICE, PROPOSALS, SOCIAL, URBAN


@dataclass(frozen=True)
class HatPlan:
    """A role; `body`, `unit` or `own_seat` narrow it. `until_split` ends with the joint body, `since_split` after."""

    role: Role
    label: str
    body: str = ""
    unit: str = ""
    own_seat: bool = False
    until_split: bool = False
    since_split: bool = False


@dataclass(frozen=True)
class Identity:
    """A login of the demo with its hats, the most senior first."""

    username: str
    name: str
    hats: tuple[HatPlan, ...]


def _clerk(
    username: str, name: str, body: str, role: Role = Role.COMMITTEE_CLERK, *, since_split: bool = False
) -> Identity:
    return Identity(username, name, (HatPlan(role, body, body=body, since_split=since_split),))


SHOWN = (
    Identity("demo-member", "林佳音", (HatPlan(Role.MEMBER, "委员（教育界别）", own_seat=True),)),
    _clerk("demo-office", "苏晓岚", OFFICE, Role.OFFICE_CLERK),
    Identity(
        "demo-proposal",
        "方以诚",
        (
            HatPlan(Role.PROPOSAL_CLERK, PROPOSALS, body=PROPOSALS, since_split=True),
            HatPlan(Role.PROPOSAL_CLERK, JOINT, body=JOINT, until_split=True),
        ),
    ),
    Identity(
        "demo-committee",
        "唐一舟",
        (
            HatPlan(Role.COMMITTEE_CLERK, ECONOMY, body=ECONOMY),
            HatPlan(Role.MEMBER, "委员（经济界别）", own_seat=True),
        ),
    ),
    Identity("demo-secretary", "程远航", (HatPlan(Role.SECRETARY_GENERAL, "秘书长"),)),
    Identity("demo-chair", "梁景川", (HatPlan(Role.LEADER, "主席"),)),
    Identity("demo-assigner", "葛明远", (HatPlan(Role.ASSIGNER, "区政府督查室"),)),
    Identity("demo-unit", "冉晓彤", (HatPlan(Role.UNIT_CLERK, "区住建局", unit="区住房和城乡建设局"),)),
    _clerk("demo-grassroots", "单雯", GRASSROOTS[0], Role.GRASSROOTS_CLERK),
    Identity("demo-archivist", "祝怀远", (HatPlan(Role.ARCHIVIST, "档案员"),)),
    Identity("demo-admin", "罗启文", (HatPlan(Role.SYS_ADMIN, "系统管理员"),)),
    Identity("demo-security", "闻若谷", (HatPlan(Role.SECURITY_ADMIN, "安全管理员"),)),
    Identity("demo-audit", "秦知秋", (HatPlan(Role.AUDIT_ADMIN, "审计管理员"),)),
)
"""The identities of the sign-in page."""

COLLEAGUES = (
    *(
        Identity(f"demo-vice-{place}", name, (HatPlan(Role.LEADER, "副主席"),))
        for place, name in enumerate(("沈若松", "陶慧敏", "尹嵩", "邵立群", "顾明霞"), start=1)
    ),
    _clerk("demo-clerk-members", "姚书勤", MEMBERS_AFFAIRS, since_split=True),
    _clerk("demo-clerk-urban", "赖志成", URBAN),
    _clerk("demo-clerk-education", "乔安宁", EDUCATION),
    _clerk("demo-clerk-social", "毕晓峰", SOCIAL),
    *(
        _clerk(f"demo-street-{place}", name, body, Role.GRASSROOTS_CLERK)
        for place, (name, body) in enumerate(
            zip(("庞立伟", "褚文静", "柯海生", "柏玉林", "桑雅文"), GRASSROOTS[1:], strict=True), start=2
        )
    ),
    Identity("demo-unit-office", "岑向东", (HatPlan(Role.UNIT_CLERK, "区政府办公室", unit="区政府办公室"),)),
)
"""Colleagues who act in the demo's past and are told of what concerns them; the sign-in page leaves them out."""

IDENTITIES = (*SHOWN, *COLLEAGUES)
