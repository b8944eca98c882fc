"""The rest of the demo's office: the Party committee's notice, documents, a notice with receipts, rules, honours."""

from __future__ import annotations

from datetime import date, timedelta

from yizheng.accounts.models import RoleGrant
from yizheng.administration import services as administration
from yizheng.administration.enums import HonourLevel, RuleKind
from yizheng.administration.services import Holder
from yizheng.administration.services import Wording as RuleWords
from yizheng.document import services as documents
from yizheng.document.enums import DocumentKind, Secrecy, SentBy
from yizheng.document.models import Document
from yizheng.document.services import Wording
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.notify import services as notify
from yizheng.notify.models import Message, Recipient
from yizheng.notify.services import Addressee
from yizheng.org.queries import conveners_of, current_term
from yizheng.plan.models import WorkPlan
from yizheng.plan.reissue import Notice
from yizheng.plan.services.reissue import record_reissue

from . import bodies
from .house import House
from .receipts import has_read
from .today import moment


def fill(house: House, plan: WorkPlan) -> None:
    """Do what an office does beside its plan and its meetings."""
    _reissued(house, plan)
    _letter_to_check(house)
    _notice_sent_out(house)
    _report_is_due(house)
    _rules(house)
    _honours(house)


def _reissued(house: House, plan: WorkPlan) -> None:
    """The Party committee passed this year's plan on under its own notice, in January."""
    dated = house.days.workday(date(house.days.year, 1, 16))
    if not house.days.is_past(dated + timedelta(days=6)):
        return
    notice = Notice(
        by="中共云岭区委", title=f"中共云岭区委批转《{plan.title}》的通知", number=f"云委〔{dated.year}〕3号",
        dated=dated, to="各街道党工委，区委各部委，区级国家机关各部门党组（党委），各人民团体党组",
        copies=("区人大常委会", "区政府", "区政协", "区纪委", "区法院", "区检察院", "区人武部"),
        issued_by="中共云岭区委办公室", printed=dated,
    )  # fmt: skip
    at = moment(house.days.workday(dated + timedelta(days=5)), 11)
    record_reissue(plan=plan, notice=notice, by=house.actor("demo-office"), at=at)


def _letter_to_check(house: House) -> Document:
    """A letter of a special committee: handed in, waiting to be checked by the secretary-general."""
    days, clerk = house.days, house.actor("demo-committee")
    wording = Wording(
        title="关于报送园区企业用工与技能培训调研报告的函",
        text="区人力资源和社会保障局：\n今年4月以来，区政协经济科技委员会围绕“园区企业用工与技能培训”开展调研，走访企业23家，"
        "召开座谈会4次。现将调研报告送上，请研究办理，并于收到后一个月内函告采纳情况。",
        addressee="区人力资源和社会保障局", signature="政协云岭区委员会办公室",
        annexes=("园区企业用工与技能培训调研报告",),
    )  # fmt: skip
    drafted = documents.draft(
        kind=DocumentKind.LETTER, secrecy=Secrecy.ON_REQUEST, wording=wording, is_clean=True, by=clerk,
        at=moment(days.workdays_ago(4), 9, 20),
    )  # fmt: skip
    return documents.submit(document=drafted, by=clerk, at=moment(days.workdays_ago(3), 9))


def _notice_sent_out(house: House) -> Document:
    """A notice that went the whole way: drafted, checked, signed, numbered, issued."""
    days, office, chief = house.days, house.actor("demo-office"), house.actor("demo-secretary")
    wording = Wording(
        title="关于做好委员年度履职情况登记的通知",
        text="各专门委员会、街道政协工委：\n为做好今年委员履职情况统计，请于12月10日前核对本委员会（工委）委员参加会议、"
        "调研、视察和联系群众的情况，缺项的补齐依据。",
        addressee="各专门委员会、街道政协工委", signature="政协云岭区委员会办公室",
    )  # fmt: skip
    draft = documents.draft(
        kind=DocumentKind.NOTICE, secrecy=Secrecy.INTERNAL, wording=wording, is_clean=True, by=office,
        at=moment(days.workdays_ago(12), 9),
    )  # fmt: skip
    handed_in = documents.submit(document=draft, by=office, at=moment(days.workdays_ago(12), 10))
    checked = documents.check(document=handed_in, by=chief, at=moment(days.workdays_ago(11), 9))
    signed = documents.sign(document=checked, by=chief, at=moment(days.workdays_ago(11), 10))
    day = days.workdays_ago(10)
    numbered = documents.number(
        document=signed, prefix="云协办", year=day.year, typed=f"云协办〔{day.year}〕14号", by=office, at=moment(day, 9)
    )
    return documents.issue(
        document=numbered, issued_on=day, sent_by=SentBy.BOTH, printed_copies=20, by=office, at=moment(day, 10)
    )


def _report_is_due(house: House) -> Message:
    """A notice to the conveners of the sectors and the clerks of the streets; half of them have read it."""
    days, office, term = house.days, house.actor("demo-office"), current_term(house.days.today)
    assert term is not None, "the demo has a running term"
    conveners = [row.membership.person_id for row in conveners_of(term, days.today)]
    clerks = RoleGrant.objects.filter(user__username__startswith="demo-street").values_list("user_id", flat=True)
    message = notify.send(
        key="demo-sector-report", title="请报送界别活动小结",
        text=f"请各界别召集人、街道政协工委于{_chinese_day(days.today + timedelta(days=4))}前"
        "把今年界别活动小结送办公室，一页纸即可，附活动照片两张。联系人：苏晓岚。",
        url=address("notify:inbox"),
        to=[*(Addressee(person_id=pk) for pk in conveners), *(Addressee(user_id=pk) for pk in sorted(set(clerks)))],
        answers=("已报送", "本周内报送"), by=office, at=moment(days.workdays_ago(3), 15),
    )  # fmt: skip
    rows = list(message.recipients.order_by("id"))
    has_read([row.pk for row in rows[::2]], moment(days.workdays_ago(2), 20))
    _rung_up(rows[1:6:2], office, house)
    return message


def _rung_up(recipients: list[Recipient], office: Actor, house: House) -> None:
    """Two were reached on the telephone, one was not."""
    at = moment(house.days.workdays_ago(1), 10)
    for place, row in enumerate(recipients):
        reached = place != 1
        answer = "本周内报送" if reached else ""
        notify.record_call(recipient=row, reached=reached, answer=answer, called_at=at, by=office, at=at)


def _rules(house: House) -> None:
    """Three rules of the library: one is valid without end, one ends soon, one has run out."""
    days, office = house.days, house.actor("demo-office")
    today = days.today
    for title, kind, keeper, years, until, text in (
        ("政协云岭区委员会全体会议工作规则", RuleKind.WORKING_RULES, bodies.OFFICE, 3, None,
         "第一条　为规范全体会议工作，依据《中国人民政治协商会议章程》，制定本规则。"),
        ("政协云岭区委员会委员履职管理办法", RuleKind.MEASURES, bodies.MEMBERS_AFFAIRS, 2, today + timedelta(days=55),
         "第一条　为加强委员队伍建设，规范委员履职的登记、统计和通报，制定本办法。"),
        ("政协云岭区委员会提案工作实施细则（试行）", RuleKind.DETAILED, bodies.PROPOSALS, 2, today - timedelta(days=40),
         "第一条　为做好提案的征集、审查、交办、办理和督办工作，制定本细则。"),
    ):  # fmt: skip
        adopted = days.workday(date(days.year - years, 3, 20)) if years < 3 else days.term_start + timedelta(days=3)
        wording = RuleWords(adopted, "五届常委会议", adopted, text, valid_until=until)
        administration.adopt_rule(
            title=title, kind=kind, keeper=house.bodies[keeper], wording=wording, by=office, at=moment(adopted, 16)
        )


def _honours(house: House) -> None:
    days, office = house.days, house.actor("demo-office")
    body, person = house.bodies[bodies.ECONOMY], house.people["林佳音"]
    for title, level, giver, (month, day), holder in (
        ("全省政协优秀调研成果二等奖", HonourLevel.PROVINCE, "省政协办公厅", (6, 18), Holder(body=body)),
        ("全市政协系统提案工作先进单位", HonourLevel.PREFECTURE, "政协青澜市委员会", (12, 9), Holder()),
        ("履职先进个人", HonourLevel.OWN, "政协云岭区委员会", (12, 12), Holder(person=person)),
    ):  # fmt: skip
        on = days.workday(date(days.year - 1, month, day))
        administration.register_honour(
            title=title, level=level, awarded_by=giver, awarded_on=on, holder=holder, by=office, at=moment(on, 16)
        )


def _chinese_day(day: date) -> str:
    return f"{day.month}月{day.day}日"
