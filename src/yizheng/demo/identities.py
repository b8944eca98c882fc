"""Who can sign in to the demo, and in which hats. Demo logins have no password."""

from __future__ import annotations

from dataclasses import dataclass

from yizheng.accounts.enums import Role

from .bodies import ECONOMY, EDUCATION, GRASSROOTS, JOINT, MEMBERS_AFFAIRS, OFFICE, PROPOSALS, SOCIAL, URBAN
from .people import members


@dataclass(frozen=True)
class HatPlan:
    """A role; `body`, `unit` or `own_seat` narrow it. `until_split` ends with the joint body, `since_split` after."""

    role: Role
    label: str
    body: str = ""
    unit: str = ""
    party: str = ""
    sector: str = ""
    side: int = 0
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


def _unit(username: str, name: str, label: str, unit: str) -> Identity:
    return Identity(username, name, (HatPlan(Role.UNIT_CLERK, label, unit=unit),))


CONVENED = "医药卫生"
CONVENER = next(one.name for one in members() if one.sector == CONVENED)
"""The convener of a sector is the first of its members, as the rolls are built."""

UNIT_CLERKS = (
    ("霍立言", "区财政局", "区财政局"),
    ("项海宁", "区资规分局", "青澜市自然资源和规划局云岭分局"),
    ("季晓彤", "区民政局", "区民政局"),
    ("焦文浩", "区教育局", "区教育局"),
    ("祁雨薇", "区交通局", "区交通运输局"),
    ("翁树青", "区公安分局", "青澜市公安局云岭分局"),
    ("戚若梅", "区城管局", "区城市管理局"),
    ("阮志清", "区水务局", "区水务局"),
    ("蓝小满", "区卫健局", "区卫生健康局"),
    ("童方远", "区商务局", "区商务局"),
    ("颜如晦", "区农业农村局", "区农业农村局"),
    ("游亦鸣", "区发改局", "区发展和改革局"),
    ("凌子衿", "区文旅局", "区文化和旅游局"),
    ("齐修文", "区委政法委", "区委政法委员会"),
    ("幸以恒", "团区委", "共青团云岭区委"),
    ("沙明理", "区残联", "区残疾人联合会"),
    ("司徒静", "区经信局", "区经济和信息化局"),
)
"""Units that have a login; the others are handled on paper."""

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
    Identity("demo-party", "卞晓琳", (HatPlan(Role.PARTICIPATING_BODY_CLERK, "民盟联络员", party="民盟"),)),
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
    _unit("demo-unit-office", "岑向东", "区政府办公室", "区政府办公室"),
    Identity("demo-opinion", "路清源", (HatPlan(Role.OPINION_CLERK, "信息科"),)),
    _clerk("demo-proposal-deputy", "喻文清", PROPOSALS, Role.PROPOSAL_CLERK),
    Identity("demo-unit-leader", "芮建平", (HatPlan(Role.UNIT_LEADER, "区住建局", unit="区住房和城乡建设局"),)),
    Identity("demo-assigner-party", "盛维民", (HatPlan(Role.ASSIGNER, "区委督查室", side=1),)),
    Identity(
        "demo-convener",
        CONVENER,
        (
            HatPlan(Role.SECTOR_CONVENER, f"{CONVENED}界别召集人", sector=CONVENED),
            HatPlan(Role.MEMBER, f"委员（{CONVENED}界别）", own_seat=True),
        ),
    ),
    *(_unit(f"demo-unit-{place}", name, short, unit) for place, (name, short, unit) in enumerate(UNIT_CLERKS, start=2)),
)
"""Colleagues who act in the demo's past and are told of what concerns them; the sign-in page leaves them out."""

NAMED = {identity.name for identity in (*SHOWN, *COLLEAGUES)}
MOST_PHONES = 38
PHONES = tuple(
    Identity(f"demo-phone-{place}", one.name, (HatPlan(Role.MEMBER, f"委员（{one.sector}界别）", own_seat=True),))
    for place, one in enumerate([one for one in members() if one.name not in NAMED][:MOST_PHONES], start=1)
)
"""Members with a phone: with the member of the sign-in page and the two clerks who are members too, a hall full."""

IDENTITIES = (*SHOWN, *COLLEAGUES, *PHONES)
