"""What leads to the demo's proposals and what goes up from them: letters, topics, a superior member."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from yizheng.org.queries import superior_members
from yizheng.proposal.enums import (
    LeadChannel,
    LeadSource,
)
from yizheng.proposal.models import (
    LeadTopic,
    OutgoingProposal,
    ProposalLead,
)
from yizheng.proposal.services import (
    leads,
    outgoing,
    topics,
    writing,
)
from yizheng.proposal.workflow.leads import HAND_OVER, NOTE_SUBMITTED

from . import proposals_acts as acts
from .proposals_acts import Desk
from .proposals_course import season
from .proposals_turns import MEMBER
from .story import Step
from .today import SHANGHAI

TOPICS = (
    ("给乡村学校配流动书车", "可走访石桥头、锦屏街道的小学，看看图书室里的书有多新。"),
    ("公共停车信息一张图", "已有多件来信，可结合停车小程序使用情况提出建议。"),
    ("社区便民维修点", "修鞋、配钥匙、磨刀等小修小补，看看在哪里设点合适。"),
)
LEADS = (
    (
        "村小图书室的书太旧了",
        "孩子在石桥头二小读书，图书室的书多是我上学时的，能不能常送些新书来？",
        LeadChannel.WECHAT,
    ),
    ("想让区图书馆的车开到村里", "镇上到区图书馆坐车要五十分钟，流动书车一个月来一次也好。", LeadChannel.COUNTER),
    ("小区门口没有地方修鞋", "原来巷口的修鞋摊不让摆了，老人修鞋要跑到菜场那头。", LeadChannel.SITE),
    ("邻居装修太吵", "楼上装修晚上九点还在敲，打电话也没有人管。", LeadChannel.SITE),
    ("公园厕所晚上锁门", "望澜湖东岸的厕所晚上七点就锁，散步的人很不方便。", LeadChannel.PAPER),
)


def leads_of(desk: Desk) -> Iterator[Step]:
    """Return letters, topics, a topic taken up, and what goes up."""
    ago = desk.house.days.workdays_ago
    yield Step(ago(44), 1, lambda at: _add_topics(desk, at))
    for place in range(len(LEADS)):
        yield Step(ago(40 - place * 9), 2, lambda at, place=place: _send_lead(desk, place, at))  # type: ignore[misc]
    yield Step(ago(20), 3, lambda at: _list_leads(desk, at))
    yield Step(ago(7), 3, lambda at: _answer_lead(desk, at))
    yield Step(ago(6), 1, lambda at: _take_topic(desk, at))
    yield Step(ago(26), 4, lambda at: _send_up(desk, at))
    yield Step(ago(18), 4, lambda at: _move_up(desk, HAND_OVER.name, at))
    yield Step(ago(9), 4, lambda at: _move_up(desk, NOTE_SUBMITTED.name, at))


def _add_topics(desk: Desk, at: datetime) -> None:
    for order, (title, guide) in enumerate(TOPICS, start=1):
        words = topics.TopicWords(season(desk.house.days) + 1, title, guide, order)
        topics.add_topic(words=words, by=desk.cast.clerk(at), at=at)


def _send_lead(desk: Desk, place: int, at: datetime) -> None:
    title, text, channel = LEADS[place]
    words = leads.LeadWords(title=title, text=text, channel=channel, source=LeadSource.PUBLIC, sender_label="区内居民")
    if channel in (LeadChannel.SITE, LeadChannel.WECHAT):
        lead = leads.send_lead(words=words, address="", by=leads.PUBLIC, at=at)
    else:
        lead = leads.enter_lead(words=words, by=desk.cast.clerk(at), at=at)
    desk.made[f"lead{place}"] = lead.pk


def _lead(desk: Desk, place: int) -> ProposalLead:
    return ProposalLead.objects.get(pk=desk.made[f"lead{place}"])


def _list_leads(desk: Desk, at: datetime) -> None:
    topic = LeadTopic.objects.get(title=TOPICS[0][0])
    for place in (0, 1):
        leads.list_lead(lead=_lead(desk, place), topic=topic, by=desk.cast.clerk(at), at=at)


def _answer_lead(desk: Desk, at: datetime) -> None:
    disposal = "您反映的施工扰民问题请拨打政务服务热线或联系所在社区，城管部门会上门处理。感谢来信。"
    leads.guide_lead(lead=_lead(desk, 3), disposal=disposal, by=desk.cast.clerk(at), at=at)


def _take_topic(desk: Desk, at: datetime) -> None:
    """The member on the phone takes a topic up and writes on it."""
    by = desk.cast.proposer(MEMBER)
    draft = topics.take_topic(topic=LeadTopic.objects.get(title=TOPICS[0][0]), by=by, at=at)
    desk.made["reading"] = draft.pk
    later = at + timedelta(hours=2)
    text = acts.text_of(desk.rows["reading"])
    writing.autosave(proposal=draft, text=text, edition=draft.edition, by=by, at=later)


def _send_up(desk: Desk, at: datetime) -> None:
    carrier = superior_members(at.astimezone(SHANGHAI).date()).get(person__name="欧阳清")
    words = outgoing.OutgoingWords(
        "关于支持县区利用工业遗存的建议",
        carrier,
        "由本区老机床厂片区提案转化",
        desk.get("factory") if desk.has("factory") else None,
    )
    row = outgoing.register_outgoing(words=words, by=desk.cast.clerk(at), at=at)
    desk.made["outgoing"] = row.pk


def _move_up(desk: Desk, move: str, at: datetime) -> None:
    row = OutgoingProposal.objects.get(pk=desk.made["outgoing"])
    outgoing.move_outgoing(row=row, move=move, by=desk.cast.clerk(at), at=at)
