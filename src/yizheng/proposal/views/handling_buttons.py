"""Which acts the worn hat may do now on a handling, its reply, a talk: what buttons are drawn from."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from yizheng.kernel import workflow as engine
from yizheng.kernel.acting import Actor
from yizheng.kernel.addresses import address
from yizheng.kernel.permissions import may
from yizheng.kernel.together import Asked, Steps
from yizheng.org.configuration import value

from .. import keys
from ..enums import ANSWERING, ContactConfirmation, HandlingState, ReplyState
from ..models import GONE, ContactRecord, Handling, Proposal, Reply
from ..services.contacting import UNSETTLED
from ..standing import unit_id
from ..workflow import HANDLING_MACHINE, REPLY_MACHINE
from . import handling_acts as acts
from .acting import PageAct, url_of
from .offers import offer, offer_on_list
from .offers import offered as all_offered

H = HandlingState
BY_TRANSITION: dict[str, PageAct[Handling]] = {
    "record_first_contact": acts.CONTACT, "record_contact": acts.CONTACT, "take_back_draft": acts.TAKE_BACK,
    "ask_extension": acts.ASK_EXTENSION, "extend": acts.EXTEND, "refuse_extension": acts.REFUSE_EXTENSION,
    "reject_reply": acts.REJECT,
}  # fmt: skip
"""What can be done beside the next act; the next act itself stands first, on its own."""

OF_ANSWERING = ("take_back_draft", "reject_reply")
PAPER_STATES = (H.ASSIGNED, H.SIGNED, H.CONTACTED, H.REJECTED)
Button = tuple[str, str, str]


def of_handling(handling: Handling, actor: Actor) -> list[Button]:
    """Return what may be done on a handling beside its next act: address, word, look."""
    answers = handling.role in ANSWERING
    names = [row.name for row in engine.available(HANDLING_MACHINE, handling, actor)]
    hidden = set() if answers else set(OF_ANSWERING)
    if not may("handling.work", actor, handling):
        hidden |= {"record_first_contact", "record_contact"}  # a committee records meetings, no talk for the unit
    if handling.extension_asked_to is None:
        hidden.add("refuse_extension")
    if handling.extension_asked_to is not None or unit_id(actor) is None:
        hidden.add("ask_extension")
    if handling.state == H.ISSUED and unit_id(actor) is None:
        hidden.add("record_contact")
    buttons = [_button(BY_TRANSITION[name], handling) for name in names if name in BY_TRANSITION and name not in hidden]
    return [*buttons, *_of_letter(handling, actor)] if answers else buttons


def _of_letter(handling: Handling, actor: Actor) -> list[Button]:
    if handling.state not in PAPER_STATES or not may("reply.write", actor, handling):
        return []
    found: list[Button] = []
    if unit_id(actor) is None or handling.on_paper:
        found.append(_button(acts.PAPER, handling))
    if handling.state != H.ASSIGNED:
        found.append((address("proposal:reply-write", public_id=handling.public_id), "写答复", ""))
    return found


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


def of_others(handling: Handling, actor: Actor) -> list[Button]:
    """Return what other areas offer the handling's own unit on the proposal: another unit, a second reply."""
    if unit_id(actor) is None or unit_id(actor) != handling.unit_id:
        return []
    here = address("proposal:handling", public_id=handling.public_id)
    return [(each.url, each.label, "") for each in all_offered(handling.proposal, actor) if each.url != here]


@offer
@Asked
def offered(proposal: Proposal, actor: Actor) -> Steps[list[Button]]:
    """Offer a unit its own handling on the page of the proposal."""
    unit = unit_id(actor)
    if unit is None:
        return []
    mine = yield proposal.handlings.filter(unit=unit).exclude(state__in=GONE)
    return [(address("proposal:handling", public_id=each.public_id), "办理", "primary") for each in mine]


@offer_on_list
def offered_on_list(actor: Actor) -> list[Button]:
    """Offer a unit its desk above the list."""
    return [(address("proposal:unit-desk"), "单位办理台", "primary")] if may("handling.see_desk", actor) else []


def _button(page_act: PageAct[Any], obj: Any) -> Button:
    word = page_act.label if page_act in acts.CONTACT_ACTS else page_act.title
    return (url_of(page_act, obj), word, page_act.look)
