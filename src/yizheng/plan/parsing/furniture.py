"""
What a web page or a printer puts around a document: navigation, meta lines, buttons, page numbers.

Nothing is lost: every line taken out is listed with its reason. Lines that only look like furniture in
the frame of the page (before the title, after the end) are swept by `frame`, not here.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from yizheng.document.reading import Block, Line
from yizheng.plan.parsing.tree import Removed, squeezed

LONGEST = 160
LONGEST_LABEL = 12
META = (
    r"(?:发布|发表|更新|发文|成文|生成|创建|录入|公布)(?:时间|日期|于)|"
    r"(?:信息|稿件|文章|内容)?来源|来自|稿源|出处|作者|撰稿人?|供稿|录入[者员]?|(?:责任|文字|网站)?编辑|审核人?|校对|核稿|签发|摄影|"
    r"(?:文章)?(?:浏览|访问|点击|阅读|查看|人气)(?:次数|数量|量|数|率|人数)?|(?:发布|发文|供稿|信息)(?:机构|单位|部门|者|人)|"
    r"索引号|信息索引|分类|发?文字?号|(?:信息|文件)?名称|标题|主题(?:词|分类)|信息分类|公开(?:方式|范围|形式|时限)|有效性|关键[字词]|标签|"
    r"字[号体](?:大小)?|分享到?|作者单位|IP属地"
)
PATTERNS = (
    ("网页信息", r"(?:时间|日期)\s*[:：]\s*\d{4}.{0,120}"),
    (
        "页码",
        r"[-—–－~·_]+\s*第?\s*\d{1,3}\s*页?\s*[-—–－~·_]*|第?\s*\d{1,3}\s*页|第\s*\d{1,3}\s*页.{0,3}共\s*\d{1,3}\s*页|共\s*\d+\s*页.{0,3}第\s*\d+\s*页",
    ),
    (
        "页码",
        r"[Pp]age\s*\d+(?:\s*(?:of|/)\s*\d+)?|\d{1,3}\s*/\s*\d{1,3}|[—–－-]\s*[一二三四五六七八九十]{1,3}\s*[—–－-]",
    ),
    ("网页导航", r"(?:您|你)?(?:现在|当前|目前)?的?(?:所在)?(?:的)?(?:位置|页面|栏目)(?:是|在)?\s*[:：>»].*"),
    ("网页导航", r"(?:您|你)?(?:现在|当前)?的?(?:所在)?位置\s*(?:是|在)?[:：]?\s*(?:首\s*页|网站首页|主页).*"),
    ("网页导航", r"(?:网站|本站|返回)?首\s*页\s*(?:[>＞»›→/|｜\\·-]|&gt;|\s{1,4}).*"),
    ("网页导航", r"[^。；>＞»›]{1,24}(?:\s*(?:[>＞»›]{1,2}|&gt;)\s*[^。；>＞»›]{1,40}){1,8}"),
    (
        "网页导航",
        r"(?:网站|返回)?首\s*页|主\s*页|网站导航|站点导航|导航|菜单|正文|内容|详细内容|文章内容|信息详情|当前位置",
    ),
    (
        "站内搜索",
        r"(?:站内|全站|全文|高级|本站|热门|智能)?(?:搜索|检索|查询)\s*[:：]?(?:\s*(?:请输入|搜索|检索|标题|全文|关键).{0,30})?",
    ),
    (
        "站内搜索",
        r"请输入.{0,6}(?:关键[字词]|搜索|检索|查询).{0,20}|(?:搜\s*索|检\s*索)|热门(?:搜索|关键词|标签)\s*[:：].*",
    ),
    ("网页信息", rf"[\[【(（〖]?\s*(?:{META})\s*[:：].{{0,{LONGEST}}}"),
    (
        "网页信息",
        rf"\d{{4}}[-/.年]\d{{1,2}}[-/.月]\d{{1,2}}日?\s*(?:\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?[\s|｜]+(?:{META})\s*[:：]?.*",
    ),
    ("网页信息", r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?(?:\s+\S{2,20})?"),
    ("网页信息", r"\d{4}年\d{1,2}月\d{1,2}日\s*\d{1,2}:\d{2}(?::\d{2})?.{0,60}"),
    (
        "网页信息",
        r"今天是.{4,40}|星期[一二三四五六日]|(?:浏览|阅读|点击|访问)(?:量|数|次数)?\s*\d+\s*次?|(?:共有)?\d+人(?:浏览|阅读)|(?:本文|本页|此文)?(?:已被|已有|被)?(?:浏览|阅读|点击|访问)了?\s*\d*\s*次?",
    ),
    (
        "网页按钮",
        r"[【\[〖(（]?\s*(?:字[体号]\s*[:：]?\s*)?[【\[〖(（]?\s*(?:特?大|大\+?|A\+?)\s*(?:号|字)?\s*[|｜/]?\s*中\s*(?:号|字)?\s*[|｜/]?\s*小\s*(?:号|字)?.{0,30}",
    ),
    (
        "网页按钮",
        r"(?:[\s|｜·/>-]*[【\[〖(（]?\s*(?:我要)?(?:打印(?:本页|此页|文章|正文|页面)?|关闭(?:本页|窗口|此页|页面)?|返回(?:顶部|首页|列表|上一?[页级]|主页)?|"
        r"(?:加入)?收藏(?:本站|本页|此页)?|设为首页|分享(?:到|至)?|复制(?:链接|网址)?|下载(?:全文|PDF|本文)?|推荐(?:给好友)?|纠错|评论|"
        r"微信|微博|新浪微博|腾讯微博|QQ空间|朋友圈|朗读|语音播报|字[体号]|放大|缩小|默认|TOP|繁[體体]|简体|English|登录|注册|手机版|无障碍(?:浏览)?|长者(?:模式|专区))"
        r"\s*[】\]〗)）]?\s*[:：]?\s*)+",
    ),
    ("网页按钮", r"分享(?:到|至)\s*[:：]?.{0,60}|扫一扫.{0,30}|(?:微信|二维码).{0,4}(?:扫|分享).{0,20}|用微信.{0,20}"),
    ("公文标注", r"[（(]\s*(?:此件|共印|印数|限)[^（()）]{1,30}[）)]|(?:特急|加急|急件|内部资料.{0,10})"),
    (
        "相邻文章",
        r"[-·•>»<«\s【\[（(]*(?:上|下|前|后)一?(?:篇|条|页|则|主题)(?:新闻|文章|信息)?\s*[】\]）)]?\s*[:：>»]?.{0,100}",
    ),
    (
        "相关链接",
        r"(?:相关|推荐|热点|热门|最新|更多|延伸)(?:文章|链接|新闻|阅读|信息|文档|内容|推荐|资讯|动态|附件)?\s*[:：>»]{0,2}|更多\s*[>»]*",
    ),
    (
        "网站页脚",
        r".{0,60}(?:版权所有|[Cc]opyright|©|All [Rr]ights [Rr]eserved|ICP\s*备|ICP证|公网安备|网站标识码|"
        r"技术支持\s*[:：]|友情链接|网站地图|联系我们|关于我们|隐私(?:声明|政策)|免责声明|网站声明|建议使用.{0,20}浏览|最佳分辨率|[设]?为首页).{0,120}",
    ),
    (
        "网站页脚",
        r"(?:网站)?(?:主办|承办|协办|管理|维护|制作|建设|运维)(?:单位|方)?\s*[:：]\s*\S*(?:政协|委员会|办公|政府|网|中心|公司|信息|委宣传部).{0,60}",
    ),
    (
        "网站页脚",
        r"(?:联系|通讯|办公|单位)?(?:地址|电话|邮编|邮政编码|传真|邮箱|信箱|[Ee]-?[Mm]ail|QQ群?)\s*[:：].{2,100}|您是第.{0,20}(?:访客|位|访问).{0,10}",
    ),
)
RULES = tuple((why, re.compile(rf"(?:{pattern})\Z")) for why, pattern in PATTERNS)
FOOT = frozenset({"相邻文章", "相关链接", "网站页脚"})


def reason(text: str) -> str:
    """Why a line is furniture wherever it stands; empty when it is not."""
    stripped = text.strip()
    if not stripped or len(stripped) > LONGEST or "。" in stripped.rstrip("。"):
        return ""
    label, colon, rest = stripped.partition("：" if "：" in stripped else ":")
    if colon and " " in label.strip() and len(label) < LONGEST_LABEL:
        stripped = squeezed(label) + colon + rest
    return next((why for why, rule in RULES if rule.match(stripped)), "")


def sweep(blocks: list[Block]) -> tuple[list[Block], list[Removed]]:
    """The blocks with every furniture line emptied, and the list of what was taken out."""
    return _emptied(blocks, lambda text: "" if "\t" in text.strip(" ") else reason(text))


def sweep_bare_numbers(blocks: list[Block]) -> tuple[list[Block], list[Removed]]:
    """Page numbers without any dash; only after tables are known, where a number is a month."""
    return _emptied(blocks, lambda text: "页码" if re.fullmatch(r"\s*\d{1,3}\s*", text) else "")


def _emptied(blocks: list[Block], judge: Callable[[str], str]) -> tuple[list[Block], list[Removed]]:
    kept: list[Block] = []
    removed: list[Removed] = []
    for block in blocks:
        why = judge(block.text) if isinstance(block, Line) else ""
        if isinstance(block, Line) and why:
            removed.append(Removed(block.number, block.text.strip(), why))
            block = Line(block.number, "")
        kept.append(block)
    return kept, removed


NAVIGATION = re.compile(r"[\w\u4e00-\u9fff]{2,10}(?:\s*[|｜·\s>»/-]\s*[\w\u4e00-\u9fff]{2,10}){2,}\Z")


def looks_like_frame(text: str) -> bool:
    """Short lines without a sentence: what surrounds the document on a web page."""
    stripped = text.strip()
    if len(squeezed(stripped)) <= 60 and not re.search(r"[。；！？]", stripped):
        return True
    return NAVIGATION.match(stripped) is not None
