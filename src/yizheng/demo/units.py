"""The outside units (承办单位) of the demo district, in official order."""

from __future__ import annotations

from dataclasses import dataclass

from yizheng.org.enums import UnitCategory

U = UnitCategory
STREETS = ("松泉", "柳汀", "北塘", "望澜", "石桥头", "锦屏")


@dataclass(frozen=True)
class UnitPlan:
    """A unit and the short names it goes by."""

    name: str
    category: UnitCategory
    aliases: tuple[str, ...] = ()


def _short(category: UnitCategory, *pairs: str) -> tuple[UnitPlan, ...]:
    """Read `full name=short name,another` into units of one category."""
    split = [pair.partition("=") for pair in pairs]
    return tuple(UnitPlan(name, category, tuple(a for a in aliases.split(",") if a)) for name, _, aliases in split)


UNITS = (
    *_short(
        U.PARTY,
        "区委办公室=区委办", "区委组织部", "区委宣传部", "区委统战部", "区委政法委员会=区委政法委",
        "区委社会工作部=区委社工部", "区委机构编制委员会办公室=区委编办", "区纪委区监委机关=区纪委监委",
    ),
    *_short(
        U.GOVERNMENT,
        "区政府办公室=区府办,区政府办", "区发展和改革局=区发改局", "区教育局", "区科学技术局=区科技局",
        "区经济和信息化局=区经信局", "区民政局", "区司法局", "区财政局", "区人力资源和社会保障局=区人社局",
        "区住房和城乡建设局=区住建局,区住房城乡建设局", "区交通运输局=区交通局", "区农业农村局", "区水务局",
        "区商务局", "区文化和旅游局=区文旅局", "区卫生健康局=区卫健局", "区退役军人事务局", "区应急管理局=区应急局",
        "区审计局", "区市场监督管理局=区市监局,区市场监管局", "区城市管理局=区城管局", "区数据局",
    ),
    *(UnitPlan(f"{street}街道", U.STREET, (f"{street}街道办事处", f"{street}街道工委")) for street in STREETS),
    *_short(U.JUDICIARY, "区人民法院=区法院", "区人民检察院=区检察院"),
    *_short(
        U.PEOPLE_ORG,
        "区总工会", "共青团云岭区委=团区委", "区妇女联合会=区妇联", "区工商业联合会=区工商联",
        "区科学技术协会=区科协", "区残疾人联合会=区残联",
    ),
    *_short(U.ENTERPRISE, "云岭城投集团=区城投集团", "云岭水务集团=区水务集团", "云岭公交公司=区公交公司"),
    *_short(
        U.VERTICAL,
        "青澜市公安局云岭分局=区公安分局", "青澜市自然资源和规划局云岭分局=区资规分局",
        "青澜市生态环境局云岭分局=区生态环境分局",
    ),
)  # fmt: skip
