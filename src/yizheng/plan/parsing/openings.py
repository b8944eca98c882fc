"""Lines that begin or close something of their own: titles, adoption, annexes, labels, copies, dates."""

from __future__ import annotations

import re

from yizheng.plan.parsing.tree import squeezed

LONGEST_BLOCK = 120
YEAR = r"(?:(?:19|20)\d{2}|二[〇○零O0][〇○零O0一二三四五六七八九]{2})年度?"
KINDS = (
    r"(?:常委会|党组)?(?:重点|主要|年度)?(?:工作(?:任务)?|重点任务|任务)?(?:要点|安排|计划|打算|思路|设想|意见|总结|回顾|情况|分解表?|部署|谋划)"
    r"|重点工作|主要工作|工作任务|工作报告|工作重点"
)
TITLE = re.compile(
    rf"(?!关于)(?:[^，。；：？！《》]{{0,50}}?{YEAR}[^，。；：？！《》]{{0,30}}?(?:{KINDS})|"
    rf"[^，。；：？！《》]{{2,40}}(?:要点|工作安排|工作计划)[（(]{YEAR}[）)])"
    r"(?:[和及与暨][^，。；：？！《》\d]{2,14})?(?:[（(][^）)]{1,12}[）)])?\Z"
)
PLAN_NOTICE = re.compile(
    r".{0,40}关于(?:批转|转发|印发|下发|发布|公布|报送|做好).{2,60}(?:要点|安排|计划|打算|思路|意见).{0,10}的?(?:通知|函|意见|报告)\Z"
)
ADOPTION = re.compile(
    r"[（(〔【\[]?\s*(?:经|已经|于)?.{0,60}?(?:通过|审定|修[改订]|会议(?:讨论|研究|审议)?|审议)[^，。；]{0,6}[）)〕】\]]\s*\Z"
)
ADOPTION_START = re.compile(
    r"[（(]\s*(?:经|已经|于)?\s*(?:20\d\d\s*年|二[〇○零]|[^，。；]{0,40}(?:政协|会议|委员会|常委会))"
)
DOC_NUMBER = re.compile(
    r"(?P<word>[\u4e00-\u9fff]{1,10})\s*[〔\[【（(﹝［]\s*(?P<year>(?:19|20)\d{2})\s*[〕\]】）)﹞］]\s*(?P<number>\d{1,4})\s*号"
)
ANNEX = re.compile(
    r"附\s*(?:件|表|录)?\s*(?P<number>[0-9０-９一二三四五六七八九十]{0,3})\s*(?P<colon>[:：、.．]?)\s*(?P<rest>.*)\Z",
    re.S,
)
LABEL = re.compile(r"(?:[\u4e00-\u9fff]\s*){2,8}[:：]")
COPIES = re.compile(r"(?:抄\s*[送报]|主\s*送|分\s*送|[送报发])\s*[:：]")
REMARK = re.compile(r"[（(]?\s*备?\s*注\s*[:：]|说\s*明\s*[:：]")
DATE = re.compile(
    r"(?P<year>(?:19|20)\d{2}|[二一][〇○零O0九一二三四五六七八]{3})\s*年\s*(?P<month>[0-9０-９一二三四五六七八九十]{1,3})\s*月\s*(?P<day>[0-9０-９一二三四五六七八九十]{1,3})\s*日"
)
SIGNER = re.compile(
    r"(?:中共|中国共产党|政协|中国人民政治协商会议)[\u4e00-\u9fff\s]{2,30}(?:委员会|办公室|办公厅|党组|委)(?:\s*[\d二].*日)?\s*\Z"
)
PRINTED = re.compile(
    r"(?P<by>.{2,30}?)\s*(?P<date>(?:19|20)\d{2}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日)\s*(?:印发|印制|印)\s*\Z"
)
FIELD = re.compile(
    r"(?:牵头|分管|领题|领衔|责任|负责|主办|承办|协办|配合|指导|挂钩|联系|课题|调研|完成|成员|参加|参与|时间|组长|副组长|形式|要求|主持|执笔)"
    r"[\u4e00-\u9fff\s]{0,8}[:：]"
)


def document_number(text: str) -> str | None:
    """A document number in its one official form: 云协〔2018〕5号."""
    match = DOC_NUMBER.search(text)
    return f"{match['word']}〔{match['year']}〕{match['number']}号" if match else None


def remark_of(text: str) -> str:
    """What follows 备注：, without the brackets that some put around it."""
    body = REMARK.sub("", text, count=1).strip()
    return body.rstrip("）)") if text[:1] in "（(" else body


def is_annex_start(text: str) -> bool:
    """附件 alone, with its number, or followed by what it is; never a sentence about annexes."""
    match = ANNEX.match(text)
    if match is None or not re.match(r"附\s*(?:件|表|录|[:：])", text):
        return False
    return bool(match["colon"]) or not match["rest"] or (bool(match["number"]) and len(match["rest"]) < 40)


def is_title(text: str) -> bool:
    return len(text) < 90 and TITLE.match(squeezed(text)) is not None


def is_adoption(text: str) -> bool:
    return text[:1] in "（(〔【[" and len(text) < 100 and ADOPTION.match(text) is not None


def is_date(text: str) -> bool:
    return DATE.fullmatch(text.strip()) is not None


def begins_block(text: str) -> bool:
    """Whether the line cannot be the continuation of the one before."""
    return bool(
        ADOPTION_START.match(text)
        or is_annex_start(text)
        or COPIES.match(text)
        or REMARK.match(text)
        or FIELD.match(text)
        or PLAN_NOTICE.match(squeezed(text))
        or is_title(text)
        or (DATE.match(text) and len(text) < 40 and ("印发" in text or is_date(text)))
        or PRINTED.match(text.strip())
        or (len(text) < 40 and DOC_NUMBER.fullmatch(text.strip()) is not None)
    )


def closes_block(text: str) -> bool:
    """Whether the paragraph is complete although no full stop ends it."""
    if len(text) > LONGEST_BLOCK:
        return False
    return bool(
        is_title(text)
        or is_adoption(text)
        or PLAN_NOTICE.match(squeezed(text))
        or PRINTED.match(text.strip())
        or is_date(text)
        or (len(text) < 40 and DOC_NUMBER.fullmatch(text.strip()) is not None)
    )
