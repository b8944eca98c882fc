"""
Invented items to search in: proposals and opinions as a committee would hold them, by combination.

Texts are put together from parts written for this purpose: places, groups, troubles, wishes, numbers. Names of
places, streets, schools and companies are made of characters by chance, so that many words stand in no dictionary.
No two items of a million are alike, and words are as unevenly common as in an office: some stand in nearly every
item, some in a handful.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

Item = tuple[int, str, str]

_CHARACTERS = (
    "安宝昌成崇春达东丰福富广桂国海合和恒红宏华怀嘉建江金景康兰乐良林灵龙隆明南宁平清"
    "庆仁荣瑞山盛石顺泰天同万文西祥新兴秀雅阳永裕源远云长正中竹紫"
)
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_KINDS = (
    "路",
    "街",
    "社区",
    "小区",
    "村",
    "镇",
    "中学",
    "小学",
    "医院",
    "公园",
    "广场",
    "市场",
    "大桥",
    "水库",
    "工业园",
    "养老院",
)
_MATTERS = (
    "老旧小区加装电梯",
    "社区养老服务",
    "公交线路优化",
    "义务教育学位供给",
    "校园周边交通秩序",
    "农村生活污水治理",
    "垃圾分类和处理",
    "停车泊位共享",
    "基层医疗卫生服务",
    "托育服务供给",
    "河道水环境整治",
    "传统村落保护",
    "非物质文化遗产传承",
    "中小企业融资",
    "营商环境优化",
    "人才公寓建设",
    "数字乡村建设",
    "网格化治理",
    "消防安全隐患排查",
    "噪声扰民治理",
    "外卖骑手权益保障",
    "青少年心理健康",
    "残疾人就业",
    "宠物管理",
    "充电桩布局",
    "海绵城市建设",
    "冷链物流",
    "夜间经济发展",
    "电动自行车充电",
    "高层住宅二次供水",
    "燃气管道改造",
    "农产品品牌建设",
    "职业教育产教融合",
    "历史街区活化利用",
    "全民健身场地",
    "家政服务规范",
    "预付卡监管",
    "直播电商规范",
    "无障碍环境建设",
    "殡葬服务收费",
    "湿地保护修复",
    "秸秆综合利用",
    "古树名木保护",
)
_HEADS = (
    "关于加强{p}{m}的建议",
    "关于推进{m}的建议",
    "关于解决{p}{m}问题的建议",
    "关于完善{m}机制的提案",
    "{p}{m}情况反映",
    "建议重视{p}{m}",
)
_TROUBLES = (
    "近年来，{p}一带群众对{m}反映较多，{n}年以来累计收到来信来电{n2}件次。",
    "调研发现，{p}现有设施建于{y}年，已运行{n}年，标准偏低，维护经费只有{n2}万元。",
    "{p}与{q}相距{n}公里，居民往返一次需要{n2}分钟，老年人和孩子尤其不便。",
    "目前该项工作由{u}牵头，{u2}配合，职责边界不清，现场处置往往要等{n}个工作日。",
    "据{s}委员走访，{q}的{n2}户居民中有{n}户表示愿意出资，但意见难以统一。",
    "资金来源单一，{y}年安排{n2}万元，仅能覆盖{p}的一小部分，后续投入没有保障。",
    "信息平台各自建设，{u}与{u2}的数据没有打通，重复填报现象突出。",
)
_WISHES = (
    "一是由{u}牵头摸清底数，{n}个月内形成{p}的清单，并向社会公布。",
    "二是把{q}列为试点，安排专项资金{n2}万元，分{n}年实施。",
    "三是建立{u}、{u2}和{p}三方联席会议，每季度通报一次进展。",
    "四是引入第三方评估，对{m}的效果每半年评价一次，结果与考核挂钩。",
    "五是发挥{s}等委员工作室作用，组织群众参与监督，及时回应关切。",
    "六是借鉴{q}做法，完善议事协商规则，做到一事一议、公开透明。",
)
_UNITS = (
    "区住建局",
    "区教育局",
    "区卫健局",
    "区民政局",
    "区交通局",
    "区城管局",
    "区生态环境局",
    "区农业农村局",
    "区发改局",
    "区财政局",
    "区文旅局",
    "区市场监管局",
    "区公安分局",
    "区人社局",
)


def items(count: int, *, seed: int = 20261130) -> Iterator[Item]:
    """Yield that many items; the same ones each time, and the first of many are those of few."""
    chance = random.Random(seed)
    for number in range(1, count + 1):
        yield number, *_one(chance)


def _one(chance: random.Random) -> tuple[str, str]:
    told = {
        "p": _place(chance), "q": _place(chance), "m": chance.choice(_MATTERS), "u": chance.choice(_UNITS),
        "u2": chance.choice(_UNITS), "s": _person(chance), "n": chance.randint(2, 30), "n2": chance.randint(31, 9999),
        "y": chance.randint(1985, 2026),
    }  # fmt: skip
    parts = [
        *chance.sample(_TROUBLES, chance.randint(2, 4)),
        "为此建议：",
        *chance.sample(_WISHES, chance.randint(2, 4)),
    ]
    return chance.choice(_HEADS).format(**told), "".join(part.format(**told) for part in parts)


def _place(chance: random.Random) -> str:
    return "".join(chance.choices(_CHARACTERS, k=chance.choice((2, 2, 3)))) + chance.choice(_KINDS)


def _person(chance: random.Random) -> str:
    return chance.choice(_SURNAMES) + "".join(chance.choices(_CHARACTERS, k=2))


def queries(made: list[Item], count: int, *, seed: int = 7) -> list[str]:
    """
    Return what people ask: words of titles, pieces that cut through words, two words, rare names, common words.

    A third each of pieces of titles, pieces of bodies (2 to 8 characters, anywhere), and words a person would type.
    """
    chance = random.Random(seed)
    asked = []
    for n in range(count):
        _number, title, body = chance.choice(made)
        if n % 3 == 2:
            asked.append(
                chance.choice(
                    (chance.choice(_MATTERS)[:4], chance.choice(_UNITS)[1:], f"{title[4:6]} {body[3:6]}", "建议")
                )
            )
        else:
            text = title if n % 3 else body
            long = min(chance.choice((2, 2, 3, 4, 4, 6, 8)), len(text) - 1)
            start = chance.randrange(len(text) - long)
            asked.append(text[start : start + long])
    return asked


def _typed(chance: random.Random, title: str, body: str) -> tuple[str, ...]:
    return (chance.choice(_MATTERS)[:4], chance.choice(_UNITS)[1:], f"{title[4:6]} {body[3:6]}", "建议")
