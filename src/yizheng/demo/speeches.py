"""The speeches of the demo's last plenary: called for, selected, given in order, what became of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from yizheng.kernel.acting import Actor
from yizheng.org.models import Session
from yizheng.org.queries import current_term
from yizheng.speech import queries
from yizheng.speech.models import RehearsalTurn, Speech, SpeechCall
from yizheng.speech.services import calling, following, holding, rehearsing, selecting, writing
from yizheng.speech.services.calling import Wanted
from yizheng.speech.services.rehearsing import Noted, Plan
from yizheng.speech.services.writing import Words

from .house import House
from .proposals_cast import Cast
from .story import Step, play
from .today import moment

THEMES = "推动产业园区提质增效\n办好老城更新这件民生实事\n发展普惠托育和养老服务"
GUIDE = "围绕区委区政府中心工作，一事一议，有情况、有分析、有建议。"


@dataclass(frozen=True)
class SpeechRow:
    """One speech of the demo: who handed it in, who gives it where that is a body, how it was chosen."""

    who: str
    title: str
    text: str
    form: str
    theme: str = ""
    speaker: str = ""
    result: str = ""
    becomes: str = ""


ROWS = (
    SpeechRow(
        "党派:民盟", "让老城更新留住烟火气",
        "老城更新不能只换门面。\n我们走访了九个片区，七成商户担心改造后租金上涨。\n建议先定回迁商户名单，再定改造方案；改造期间按月发放过渡补助。",
        "oral", "办好老城更新这件民生实事", "教育1", "区住建局已把回迁商户名单列为改造方案的前置件。", "proposal_lead",
    ),
    SpeechRow(
        "经济2", "园区要从给优惠转到给场景",
        "企业最缺的是第一张订单。\n建议每年公布一批应用场景清单，由国有企业率先采购本地产品。",
        "oral", "推动产业园区提质增效", result="区工信局将于下半年发布首批场景清单。",
    ),
    SpeechRow(
        "界别:医药卫生", "把家庭病床送到失能老人身边",
        "全区失能老人两千余人，能上门服务的医护不足四十人。\n建议扩大家庭病床病种，上门服务费纳入长护险支付。",
        "oral", "发展普惠托育和养老服务", "医药卫生1", "区卫健委、医保局正在测算支付标准。", "opinion",
    ),
    SpeechRow(
        "教育2", "托育点办在单位里",
        "双职工家庭送托难，难在接送。\n建议机关、园区带头办托育点，空置用房优先。",
        "written", "发展普惠托育和养老服务", result="两家园区已腾出用房，明年开办。",
    ),
    SpeechRow(
        "经济3", "用好闲置厂房",
        "全区闲置厂房十一万平方米。\n建议建立一张图，按月更新，招商时先看存量。",
        "written", "推动产业园区提质增效", result="存量厂房一张图已上线。",
    ),
    SpeechRow(
        "林佳音", "给学校门前的路留出十五分钟",
        "早高峰校门口拥堵，主要是停车接送。\n建议设十五分钟限时停车区，放学时段错峰。",
        "", "", result="已转交警部门研究，暑期试点。",
    ),
)  # fmt: skip


@dataclass
class Plenary:
    """The last plenary that is over, its people, and its speeches as they are made."""

    house: House
    cast: Cast
    session: Session
    made: dict[str, int]

    @property
    def office(self) -> Actor:
        """Return the office."""
        return self.house.actor("demo-office")

    @property
    def call(self) -> SpeechCall:
        """Return the call as it stands."""
        return SpeechCall.objects.select_related("session__term").get(session=self.session)

    def speech(self, row: SpeechRow) -> Speech:
        """Return a speech as it stands."""
        return Speech.objects.get(pk=self.made[row.title])


def hold(house: House) -> None:
    """Let everything happen that lies before today, in the order of days."""
    term = current_term(house.days.today)
    over = Session.objects.filter(term=term, closes__lt=house.days.today).select_related("term").order_by("-opens")
    session = over.first()
    if session is not None:
        play(house, _steps(Plenary(house, Cast(house), session, {})))


def _steps(plenary: Plenary) -> Iterator[Step]:
    def step(after: int, order: int, act: Callable[[datetime], object]) -> Step:
        return Step(plenary.house.days.workday(plenary.session.opens + timedelta(days=after)), order, act)

    yield step(-60, 1, partial(_call, plenary))
    yield step(-29, 1, partial(_of_office, plenary, calling.close_call))
    yield step(-20, 3, partial(_of_office, plenary, selecting.propose_list))
    yield step(-14, 2, partial(_approve, plenary))
    yield step(-12, 1, partial(_plan_rehearsal, plenary))
    yield step(-3, 3, partial(_rehearse, plenary))
    yield step(1, 2, partial(_of_office, plenary, holding.distribute))
    yield step(2, 1, partial(_speak, plenary))
    for place, row in enumerate(ROWS):
        yield step(-40, 2, partial(_hand_in, plenary, row))
        yield step(-33, 2, partial(_check, plenary, row))
        if row.form:
            yield step(-24, 2, partial(_shortlist, plenary, row))
        yield step(60 + 9 * place, 3, partial(_answer, plenary, row))
        yield step(63 + 9 * place, 4, partial(_see, plenary, row))


def _call(plenary: Plenary, at: datetime) -> None:
    wanted = Wanted(THEMES, plenary.session.opens - timedelta(days=31), GUIDE)
    calling.call_for_speeches(session=plenary.session, wanted=wanted, by=plenary.office, at=at)


def _of_office(plenary: Plenary, act: Callable[..., object], at: datetime) -> None:
    act(call=plenary.call, by=plenary.office, at=at)


def _approve(plenary: Plenary, at: datetime) -> None:
    selecting.approve_list(call=plenary.call, by=plenary.house.actor("demo-chair"), at=at)


def _plan_rehearsal(plenary: Plenary, at: datetime) -> None:
    day = plenary.house.days.workday(plenary.session.opens - timedelta(days=3))
    plan = Plan(moment(day, 9), "云岭会议中心201", "请带发言稿，按八分钟准备。")
    rehearsing.plan_rehearsal(call=plenary.call, plan=plan, by=plenary.office, at=at)


def _rehearse(plenary: Plenary, at: datetime) -> None:
    """The first speaks too long and is told so; the others keep their time."""
    turns = RehearsalTurn.objects.filter(rehearsal__call=plenary.call).order_by("id")
    for place, turn in enumerate(turns):
        seconds, remark = (565, "讲到九分多钟，第二部分的例子留一个就够。") if place == 0 else (440 + 8 * place, "")
        rehearsing.note_turn(turn=turn, noted=Noted(True, seconds, remark), by=plenary.office, at=at)


def _shortlist(plenary: Plenary, row: SpeechRow, at: datetime) -> None:
    selecting.shortlist(speech=plenary.speech(row), form=row.form, by=plenary.office, at=at)


def _hand_in(plenary: Plenary, row: SpeechRow, at: datetime) -> None:
    by = plenary.cast.proposer(row.who)
    speaker = plenary.cast.membership(row.speaker) if row.speaker else None
    words = Words(row.title, row.theme, row.text, speaker)
    draft = writing.begin(call=plenary.call, words=words, by=by, at=at)
    plenary.made[row.title] = draft.pk
    writing.submit(speech=draft, by=by, at=at)


def _check(plenary: Plenary, row: SpeechRow, at: datetime) -> None:
    selecting.check(speech=plenary.speech(row), by=plenary.office, at=at)


def _speak(plenary: Plenary, at: datetime) -> None:
    """One after the other, eight minutes each."""
    for place, speech in enumerate(list(queries.to_come(plenary.call))):
        begun = at + timedelta(minutes=10 * place)
        spoken = holding.begin_speaking(speech=speech, by=plenary.office, at=begun)
        holding.deliver(speech=spoken, by=plenary.office, at=begun + timedelta(minutes=8))


def _answer(plenary: Plenary, row: SpeechRow, at: datetime) -> None:
    if row.becomes:
        following.convert(speech=plenary.speech(row), target=row.becomes, by=plenary.office, at=at)
    following.feed_back(speech=plenary.speech(row), result=row.result, by=plenary.office, at=at)


def _see(plenary: Plenary, row: SpeechRow, at: datetime) -> None:
    following.see_result(speech=plenary.speech(row), by=plenary.cast.proposer(row.who), at=at)
