"""The bodies of the demo committee: what they are called, since when, and who is in charge of them."""

from __future__ import annotations

from dataclasses import dataclass

from yizheng.org.enums import BodyKind

from .units import STREETS

B = BodyKind
OFFICE, JOINT = "办公室", "提案和委员工委"
PROPOSALS, MEMBERS_AFFAIRS, ECONOMY = "提案委", "委员工委", "经科委"
URBAN, EDUCATION, SOCIAL = "城建委", "教文委", "社法委"


@dataclass(frozen=True)
class BodyPlan:
    """
    A body. `until_split` ends when the joint body is split, `since_split` begins then; others last the term.

    `old_names` were in use until the split, `new_names` are in use since.
    """

    full_name: str
    short_name: str
    kind: BodyKind = B.SPECIAL_COMMITTEE
    aliases: tuple[str, ...] = ()
    old_names: tuple[str, ...] = ()
    new_names: tuple[str, ...] = ()
    until_split: bool = False
    since_split: bool = False


BODIES = (
    BodyPlan("办公室", OFFICE, B.OFFICE, ("区政协办公室", "区政协办")),
    BodyPlan("提案和委员工作委员会", JOINT, aliases=("提案和委员工作委", "提案委", "委员工委"), until_split=True),
    BodyPlan("提案委员会", PROPOSALS, new_names=(JOINT,), since_split=True),
    BodyPlan("委员工作委员会", MEMBERS_AFFAIRS, new_names=(JOINT,), since_split=True),
    BodyPlan("经济科技委员会", ECONOMY, aliases=("经济科技委",), old_names=("经济委", "经济委员会")),
    BodyPlan("城市建设和人口资源环境委员会", URBAN, aliases=("城市建设和人口资源环境委",), old_names=("人资环委",)),
    BodyPlan("教育文化卫生体育和文史委员会", EDUCATION, aliases=("教文卫体和文史委",), old_names=("文史委",)),
    BodyPlan("社会法制民族宗教和港澳台侨委员会", SOCIAL, aliases=("社会法制委",), old_names=("民宗委",)),
    *(
        BodyPlan(f"政协{street}街道工作委员会", f"{street}街道政协工委", B.GRASSROOTS_UNIT, (f"{street}政协工委",))
        for street in STREETS
    ),
)
GRASSROOTS = tuple(body.short_name for body in BODIES if body.kind is B.GRASSROOTS_UNIT)


@dataclass(frozen=True)
class ChargePlan:
    """A leader in charge of a body: the whole term, only until the split, or since."""

    leader: str
    body: str
    until_split: bool = False
    since_split: bool = False


CHARGES = (
    ChargePlan("程远航", OFFICE),
    ChargePlan("沈若松", JOINT, until_split=True),
    ChargePlan("沈若松", PROPOSALS, since_split=True),
    ChargePlan("陶慧敏", MEMBERS_AFFAIRS, since_split=True),
    ChargePlan("邵立群", ECONOMY),
    ChargePlan("尹嵩", URBAN),
    ChargePlan("顾明霞", EDUCATION),
    ChargePlan("陶慧敏", SOCIAL, until_split=True),
    ChargePlan("顾明霞", SOCIAL, since_split=True),
    *(ChargePlan("陶慧敏", body) for body in GRASSROOTS),
)
