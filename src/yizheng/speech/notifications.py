"""Who is told what of a call and of a speech; the words people read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from yizheng.accounts.enums import Role
from yizheng.accounts.queries import grants_in_force, holders_in
from yizheng.kernel import subjects
from yizheng.kernel.workflow import Moved
from yizheng.notify import services as notify
from yizheng.org.queries import in_office

from .events import RehearsalSet
from .models import Speech, SpeechCall
from .queries import WITH
from .services.calling import MADE
from .services.taking_over import TAKEN_OVER
from .standing import OWNER_COLUMNS

_CALL_WORDS = {
    MADE: "{call}开始征集，{due}前提交，正文{chars}字以内。",
    "reopen_speech_call": "{call}的征集延长到{due}。",
}
_SPEECH_WORDS = {
    TAKEN_OVER: "您的社情民意已转为大会发言的草稿《{title}》，请改好后提交。",
    "check_speech": "您的大会发言《{title}》已通过初审，进入遴选。",
    "return_speech": "您的大会发言《{title}》退回修改，意见见发言页。",
    "select_oral_speech": "您的大会发言《{title}》定为口头发言，请按{minutes}分钟准备。",
    "select_written_speech": "您的大会发言《{title}》定为书面发言，大会期间印发全体委员。",
    "pass_over_speech": "您的大会发言《{title}》这次没有入选，谢谢您的参与；内容会另作转化研究。",
    "change_to_written": "您的大会发言《{title}》改为书面发言，原因见发言页。",
    "change_to_oral": "您的大会发言《{title}》改为口头发言，请按{minutes}分钟准备。",
    "edit_speech": "您的大会发言《{title}》文稿有修改，请看一看。",
    "note_rehearsal_turn": "您的大会发言《{title}》记下了试讲的用时和意见，请看发言页。",
    "deliver_speech": "您的大会发言《{title}》已在大会上发言，记入履职记录。",
    "distribute_speech": "您的大会发言《{title}》已作为书面发言印发。",
    "convert_speech": "您的大会发言《{title}》已转化，去向见发言页的办理经过。",
    "send_speech_to_units": "您的大会发言《{title}》已转有关单位办理，结果会反馈给您。",
    "feed_back_speech": "您的大会发言《{title}》有了结果：{result}",
}
MOST_RESULT_WORDS = 120


def tell(moved: Moved) -> None:
    """Tell whoever may hand one in of a call, and whoever wrote or gives a speech of what was done to it."""
    obj = moved.obj
    if isinstance(obj, SpeechCall) and moved.act in _CALL_WORDS:
        due = f"{obj.due_on.month}月{obj.due_on.day}日"
        _send(moved, _CALL_WORDS[moved.act].format(call=obj, due=due, chars=obj.max_chars), _asked(moved))
    elif isinstance(obj, Speech) and moved.act in _SPEECH_WORDS:
        words = _SPEECH_WORDS[moved.act].format(
            title=obj, minutes=obj.minutes or obj.call.minutes, result=obj.result[:MOST_RESULT_WORDS]
        )
        _send(moved, words, people_of(obj, timezone.localdate(moved.at)))


def tell_of_rehearsal(planned: RehearsalSet) -> None:
    """Tell whoever wrote and whoever gives a speech when and where it is rehearsed."""
    row, on = planned.rehearsal, timezone.localdate(planned.at)
    when = timezone.localtime(row.starts_at)
    words = f"{when.month}月{when.day}日{when:%H:%M}在{row.place}试讲"  # what to bring stands on the page
    for turn in row.turns.select_related(*(f"speech__{each}" for each in WITH)):
        speech = turn.speech
        notify.tell(
            recipients=set(people_of(speech, on)), text=f"您的大会发言《{speech}》{words}。",
            url=subjects.of(speech).url(speech), at=planned.at,
            key=f"rehearsal-{row.pk}-{speech.pk}-{planned.at.isoformat()}",
        )  # fmt: skip


def people_of(speech: Speech, on: date) -> Iterator[int]:
    """Yield the logins of whoever wrote and whoever gives a speech."""
    for scope, column in OWNER_COLUMNS.items():
        pk = getattr(speech, f"{column}_id")
        if pk is not None and scope != "membership":
            yield from holders_in(scope, pk, on=on)
    for member in (speech.membership, speech.speaker):
        if member is not None and member.person.user_id is not None:
            yield member.person.user_id


def _asked(moved: Moved) -> Iterator[int]:
    on = timezone.localdate(moved.at)
    members = in_office(on).filter(person__user__isnull=False)
    yield from members.values_list("person__user", flat=True)
    clerks = grants_in_force(on).filter(role__in=(Role.PARTICIPATING_BODY_CLERK, Role.COMMITTEE_CLERK))
    yield from clerks.values_list("user_id", flat=True)


def _send(moved: Moved, text: str, to: Iterator[int]) -> None:
    recipients = {user for user in to if user != moved.by.user_id}
    if not recipients:
        return
    notify.tell(
        recipients=recipients, text=text, url=subjects.of(moved.obj).url(moved.obj),
        key=f"{moved.act}-{moved.kind}-{moved.obj.pk}-{moved.at.isoformat()}", at=moved.at,
    )  # fmt: skip
