"""Invented people: names, employers and titles, the same on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from .sectors import SECTORS, SectorPlan

SEED = 20170101
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘"
    "杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文单仇查"
)
GIVEN_MEN = """
    志远 立新 文斌 伟民 海峰 永康 德明 晓峰 宏图 家栋 庆丰 春生
    少华 子谦 振宇 金海 长河 明哲 学军 为民 一鸣 仲文 启航 东升
    亦凡 青山 思源 伯年 浩然 书棣 允谦 景行 怀瑾 敬之 守义 树人
    天佑 新民 兴邦 正初 秉文 承宇 恒之 嘉树 鸣谦 沛霖 其昌 若愚
    慎行 廷玉 维岳 贤达 延年 益谦 云帆 泽川 仲平 卓然 焘 骞 珩
    屿 棣 峤
"""
GIVEN_WOMEN = """
    雅琴 晓燕 玉兰 静怡 丽华 文娟 春梅 雪莹 淑珍 佳宁 思琪 婉清
    若兰 月华 海燕 红霞 清如 素云 知夏 惠芬 映雪 书瑶 安澜 碧君
    采薇 初晴 冬青 凤仪 桂芳 荷君 锦瑟 兰芝 令仪 梦溪 念慈 佩兰
    青禾 如意 舒云 桐月 望舒 希音 小满 言蹊 以宁 云舒 芷若 紫苏
    琰 榕 蔚 晗 珞
"""
SHARE_OF_WOMEN = 0.36


@dataclass(frozen=True)
class Invented:
    """An invented member with their sector."""

    name: str
    gender: str
    employer: str
    title: str
    sector: str


LEADERS = (
    Invented("梁景川", "m", "云岭区政协", "主席", "中共"),
    Invented("沈若松", "m", "云岭区政协", "副主席", "中共"),
    Invented("陶慧敏", "f", "云岭区政协", "副主席", "民盟"),
    Invented("尹嵩", "m", "云岭区政协", "副主席", "九三学社"),
    Invented("邵立群", "m", "云岭区政协", "副主席", "民建"),
    Invented("顾明霞", "f", "云岭区政协", "副主席", "无党派"),
    Invented("程远航", "m", "云岭区政协", "秘书长", "中共"),
)
"""The chairperson, five vice-chairpersons and the secretary-general, in official order."""

KNOWN_MEMBERS = (
    Invented("林佳音", "f", "云岭中学", "副校长", "教育"),
    Invented("唐一舟", "m", "云岭区政协经济科技委员会", "副主任", "经济"),
)
"""Members who sign in to the demo: the member on the phone, and a clerk who is a member too."""


def members() -> list[Invented]:
    """Return the members of the demo committee, sector by sector; leaders and known members fill their seats."""
    draw, taken = Random(SEED), {person.name for person in (*LEADERS, *KNOWN_MEMBERS)}  # noqa: S311
    everybody: list[Invented] = []
    for sector in SECTORS:
        known = [person for person in (*LEADERS, *KNOWN_MEMBERS) if person.sector == sector.name]
        drawn = _strangers(draw, sector, taken)
        everybody += known + [next(drawn) for _ in range(sector.seats - len(known))]
    return everybody


def _strangers(draw: Random, sector: SectorPlan, taken: set[str]) -> Iterator[Invented]:
    given = {"f": GIVEN_WOMEN.split(), "m": GIVEN_MEN.split()}
    while True:
        gender = "f" if draw.random() < SHARE_OF_WOMEN else "m"
        name = draw.choice(SURNAMES) + draw.choice(given[gender])
        if name not in taken:
            taken.add(name)
            yield Invented(name, gender, draw.choice(sector.employers), draw.choice(sector.titles), sector.name)
