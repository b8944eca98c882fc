"""Which acts the worn hat may do now on a handling, its reply, a talk: what buttons are drawn from."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from yizheng.kernel import workflow as engine
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.org.configuration import value

from .. import keys
from ..enums import ANSWERING, ContactConfirmation, HandlingState, ReplyState, ShareRole
from ..models import GONE, ContactRecord, Handling, Proposal, Reply
from ..services.contacting import UNSETTLED
from ..services.countersigning import host_of
from ..standing import unit_id
from ..workflow import HANDLING_MACHINE, REPLY_MACHINE
from . import handling_acts as acts
from .acting import PageAct, url_of
from .offers import offer, offer_on_list

H = HandlingState
BY_TRANSITION: dict[str, PageAct[Handling]] = {
    "sign_for": acts.SIGN, "record_first_contact": acts.CONTACT, "record_contact": acts.CONTACT,
    "send_co_opinion": acts.OPINION, "countersign": acts.COUNTERSIGN, "take_back_draft": acts.TAKE_BACK,
    "issue_reply": acts.ISSUE, "extend": acts.EXTEND, "reject_reply": acts.REJECT,
}  # fmt: skip
OF_ANSWERING = ("finish_draft", "take_back_draft", "issue_reply", "reject_reply")
OF_CO = ("send_co_opinion", "countersign")
PAPER_STATES = (H.ASSIGNED, H.SIGNED, H.CONTACTED, H.REJECTED)
Button = tuple[str, str, str]


def of_handling(handling: Handling, actor: Actor) -> list[Button]:
    """Return the acts on a handling: address, word, look. The next act is drawn apart, first."""
    answers = handling.role in ANSWERING
    hidden = OF_CO if answers else OF_ANSWERING
    names = [row.name for row in engine.available(HANDLING_MACHINE, handling, actor) if row.name not in hidden]
    if not answers and not _may_countersign(handling):
        names = [name for name in names if name != "countersign"]
    found = [BY_TRANSITION[name] for name in names if name in BY_TRANSITION]
    buttons = [_button(each, handling) for each in found]
    if answers and handling.state in PAPER_STATES and may("reply.write", actor, handling):
        if unit_id(actor) is None or handling.on_paper:
            buttons.append(_button(acts.PAPER, handling))
        if handling.state in (H.SIGNED, H.CONTACTED, H.REJECTED):
            buttons.append((address("proposal:reply-write", public_id=handling.public_id), "写答复", ""))
    return buttons


def of_reply(reply: Reply, handling: Handling, actor: Actor) -> list[Button]:
    """Return the acts on a reply."""
    reply.handling = handling
    names = {row.name for row in engine.available(REPLY_MACHINE, reply, actor)}
    found: list[PageAct[Reply]] = []
    drafted = handling.state in (H.DRAFTED, H.COUNTERSIGNED)
    checks = value(keys.CHECK_BEFORE_ISSUE, on=timezone.localdate())
    if "send_reply_to_check" in names and drafted and checks and reply.checked_on is None:
        found.append(acts.TO_CHECK)
    if "pass_check" in names:
        found.append(acts.PASS)
    if "reject_letter" in names and reply.state == ReplyState.CHECKING:
        found.append(acts.RETURN)
    if "change_class" in names:
        found.append(acts.CLASS)
    if "attach_sealed_scan" in names:
        found.append(acts.SEALED)
    return [_button(each, reply) for each in found]


def of_contact(record: ContactRecord, actor: Actor) -> list[Button]:
    """Return the acts on a talk."""
    found: list[PageAct[ContactRecord]] = []
    if record.confirmation in UNSETTLED and may("contact.answer", actor, record):
        found += [acts.CONFIRM_CONTACT, acts.OBJECT_TO_CONTACT]
    objected = record.confirmation == ContactConfirmation.OBJECTED and record.confirmed_on is None
    if objected and may("contact.settle", actor, record):
        found += [acts.COUNT_CONTACT, acts.DISMISS_CONTACT]
    return [_button(each, record) for each in found]


@offer
def offered(proposal: Proposal, actor: Actor) -> list[Button]:
    """Offer a unit its own handling on the page of the proposal."""
    unit = unit_id(actor)
    if unit is None:
        return []
    mine = proposal.handlings.filter(unit=unit).exclude(state__in=GONE)
    return [(address("proposal:handling", public_id=each.public_id), "办理", "primary") for each in mine]


@offer_on_list
def offered_on_list(actor: Actor) -> list[Button]:
    """Offer a unit its desk above the list."""
    return [(address("proposal:unit-desk"), "单位办理台", "primary")] if may("handling.see_desk", actor) else []


def _may_countersign(handling: Handling) -> bool:
    if handling.role != ShareRole.CO or handling.countersigned_on is not None:
        return False
    host = host_of(handling)
    return host is not None and host.state == H.DRAFTED


def _button(page_act: PageAct[Any], obj: Any) -> Button:
    return (
        url_of(page_act, obj),
        page_act.title if page_act in (acts.PAPER, acts.CLASS) else page_act.label,
        page_act.look,
    )
