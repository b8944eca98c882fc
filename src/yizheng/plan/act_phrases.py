"""Find in a sentence the acts that can be scheduled: a verb with an object somebody can tick off."""

from __future__ import annotations

import re
from dataclasses import dataclass

from yizheng.plan.sentences import hide_quoted, split_clauses, split_list

LIMIT = 60  # characters of a row's content
_RESULT = "提出"  # an act that is the result of the one before it: …，提出建议案

# Said of any work; the row reads better without them.
_SOFT = re.compile(
    r"^(?:认真|切实|积极|扎实|深入|继续|精心|适时|及时|全面|进一步|不断|大力|着力|重点|集中|努力|充分|有序|有效|持续|稳步|"
    r"主动|牢牢|紧紧|高质量|高标准|(?:创新|深化|筹划)(?=实施|开展|组织|启动|组建)|重新|做到|同时|此外|另外|并且|从而|"
    r"以及|还要|要(?![素求点闻])|将(?!军)|拟(?!定)|并(?!案))"
)
# Naming an occasion, a document or a group is enough.
_MAKE = (
    "召开|举办|承办|举行|修订完善|修订|修改完善|制定完善|制定出台|制订|制定|出台|印发|编印|编发|编撰|编纂|编写|出版|汇编|"
    "征集|报送|提交|起草|撰写|组建|筹建|筹备|成立|设立|评选|表彰|开通|发布|签订|揭牌|建成|聘请|选聘|选派|走访慰问|走访|慰问|"
    "视察参观|视察|审议|开好|推出|策划|开设|协办|命名|新建|启用|发送|深入调研|集中调研"
)
# Needs an object that happens or comes to be: 开展活动, not 开展工作.
_DO = (
    "组织开展|组织好|组织实施|组织|开展好|开展|启动实施|启动|实施|进行|做好|抓好|办好|完成|推进|建立健全|建立完善|建立|创建|建设好|"
    "听取|提出|确定|掀起|调整充实|调整配备|调整|完善|落实|健全|规范"
)
_WHOLE = ("深入调研", "集中调研")  # said of what stands before them
_VERB = re.compile(f"{_MAKE}|{_DO}")
_DOES = re.compile(_DO)
_EVENT = (
    "活动|会议|座谈|研讨|论坛|沙龙|讲座|讲堂|讲坛|报告会|培训|轮训|学习班|读书|视察|考察|调研|监督|协商|评议|评选|走访|慰问|联谊|"
    "督办|督查|测评|述职|约谈|检查|评估|义诊|竞赛|比赛|征文|征集|展览|换届|选举|筹备|准备|统计|考核|编纂|编撰|回头看|面商|交办|"
    "立案|总结|互访|接待|宣讲|行动|工程|组建|推荐|选聘|问卷|访谈|平台建设|上线|工作室建设|阵地建设|专刊|专报|通报会|恳谈"
)
_PRODUCT = "档案|台账|清单|数据库|人才库|智库|队伍|小组|平台|基地|工作室|联系点|联络处|制度|机制|办法|规则|规程"
# A member of an enumeration that begins so is an act of its own.
_ANEW = re.compile(
    r"(?:召开|举办|制定|修订|印发|编印|组建|筹建|成立|推进|推出|开展|组织|完成|办好|出台|报送|启动)..{3}"
)
# What each careful verb asks of its object; verbs without a row ask for an event.
_ASKS = {
    "建立": f"{_PRODUCT}|《",
    "创建": f"{_PRODUCT}|单位|《",
    "建设好": "网站|公众号|平台|阵地",
    "办好": f"{_EVENT}|《|班|会|刊|网站",
    "听取": "汇报|报告|通报|述职",
    "提出": "建议案",
    "确定": "议题|课题|选题|名单|重点提案|题目",
    "完成": "..",
    "掀起": "高潮|热潮",
    "推进": "创建|平台建设|上线|换届|”(?:建设|工作|行动|工程)|《",
    "落实": "《|评议|回头看",
    **dict.fromkeys(["调整", "调整充实", "调整配备"], "人员|小组|名单|召集人|设置"),
    **dict.fromkeys(["完善", "健全", "规范", "建立健全", "建立完善"], "《"),
}
_VAGUE_OBJECT = re.compile(
    r"^(?:好|各项|各类|有关|相关|特色|一系列|系列|本职|自身|基础|年度|全年)*(?:工作任务|目标任务|工作|活动|事|任务|实事|制度|机制|职能|学习)?(?:等工作)?$"
    r"|^活动的"
)
# Words that may stand before the verb and belong to the act.
_ABOUT = re.compile(r"^(?:紧紧|紧密)?(?:围绕|就(?!业)|针对|对(?![口标接])|聚焦|紧扣)")
_WITH = re.compile(
    r"^(?:协助|协同|配合|会同|联合|支持|尝试|探索|牵头|运用|利用|依托|在|面向|定期|委托|邀请|鼓励|引导|与|同|向|分[一二两三四]?批|每(?!次)|全[年市区县]|年内|"
    r"元旦|春节|清明|端午|中秋|国庆|重阳|暑[期假])"
)
_WHO = re.compile(
    r"^(?:由|[^，。]{0,8}?)(?:主席会议|常委会议?|专委会|委员会|办公室|联络处|联络组|工委|界别|小组)(?:要|将|拟|年内)?"
)
_BY = re.compile(r"^通过(?=(?:召开|举办|组织|开展))")
_FORMS = re.compile(r"等?(?:多种|各种)?(?:形式|方式|途径|载体)$")
_TIME = re.compile(
    r"^(?:[在于]?(?:20\d\d年|今年|明年|来年|次年)?"
    r"(?:[0-9一二三四五六七八九十\-—~至到]+月份?(?:[初底末]|[上中下]旬)?|第?[一二三四]季度|[上下]半年|年[内底中末初])"
    r"(?:之?前|内)?)"
)


@dataclass(frozen=True)
class Act:
    """Something to be done, in the sentence's own words."""

    content: str
    verb: str
    clause: str  # where in the sentence it was read


def find_acts(sentence: str) -> list[Act]:
    """
    List the acts of a sentence in order; an aim or an attitude (不断提高…) is none.

    A clause that only says on what (围绕…主题) goes before the act that follows it, and a result
    (…，提出建议案) stays with the act it comes from.
    """
    acts: list[Act] = []
    about = ""
    for clause in act_clauses(sentence):
        act = _act(clause)
        if act is None:
            about = clause if _ABOUT.match(_plain(clause)) else about
        elif acts and act.verb == _RESULT and len(acts[-1].content + act.content) < LIMIT:
            acts[-1] = Act(f"{acts[-1].content}，{act.content}", acts[-1].verb, acts[-1].clause)
        else:
            acts.append(Act(_joined(about, act.content), act.verb, clause))
            about = ""
    return acts


def act_clauses(sentence: str) -> list[str]:
    """Cut at commas, and at 、 where another whole act begins: 召开…会、举办…班."""
    pieces: list[str] = []
    for clause in split_clauses(sentence):
        first, *others = split_list(clause)
        pieces.append(first)
        for member in others:
            if _ANEW.match(member) and len(pieces[-1]) > 4:
                pieces.append(member)
            else:
                pieces[-1] += "、" + member
    return pieces


def _act(clause: str) -> Act | None:
    """Read one clause as an act, if it is one."""
    text = _plain(_BY.sub("", clause))
    if text != clause and _BY.match(clause):
        text = _FORMS.sub("", text)
    found = _main_verb(hide_quoted(text))
    if found is None or not _asked(found[0], text[found.end() :]):
        return None
    content = shorten(text, LIMIT) or shorten(text[found.start() :], LIMIT)
    return Act(content or text[: LIMIT - 1] + "…", found[0], clause)


def _plain(clause: str) -> str:
    """Take away leading words of manner and time."""
    text = _TIME.sub("", clause.strip())
    while True:
        shorter = _TIME.sub("", _SOFT.sub("", text)).lstrip("，, ")
        if shorter == text:
            return text
        text = shorter


def _main_verb(text: str) -> re.Match[str] | None:
    """Find the verb at the front, or behind words on what, with whom, or who."""
    if found := _VERB.match(text):
        return found
    if not (_ABOUT.match(text) or _WITH.match(text) or _WHO.match(text)):
        return None
    return _VERB.search(text, 2)


def _asked(verb: str, wanted: str) -> bool:
    """Tell whether the object is something that happens or comes to be."""
    if verb in _WHOLE:
        return True
    if _VAGUE_OBJECT.match(wanted) or len(wanted) < 2:
        return False
    if not _DOES.fullmatch(verb):
        return True
    return re.search(_ASKS.get(verb, f"{_EVENT}|《"), wanted) is not None


def _joined(about: str, content: str) -> str:
    if not about or _ABOUT.match(content):
        return content
    room = LIMIT - len(content) - 1
    lead = shorten(_plain(about), room)
    return f"{lead}，{content}" if lead else content


def shorten(text: str, limit: int) -> str:
    """
    Keep the text within `limit` characters by dropping members of its longest enumeration.

    The first members stay and 等 stands for the rest. Empty when that does not do.
    """
    if len(text) <= limit:
        return text
    members = split_list(text)
    for kept in range(len(members) - 2, 0, -1):
        tail = _tail(members[-1])
        short = "、".join(members[:kept]) + "等" + tail
        if len(short) <= limit:
            return short
    return ""


def _tail(last: str) -> str:
    """What follows the last member of an enumeration: 方面, 情况开展民主监督."""
    found = re.search("等|情况|开展|进行", hide_quoted(last))
    return last[found.start() :].removeprefix("等") if found else ""
