"""The set phrases of a reply letter: its title, opening, thanks, copies, classes (handbook 5.7)."""

from __future__ import annotations

from datetime import date

from yizheng.kernel import tenancy
from yizheng.kernel.models import Committee
from yizheng.org.configuration import value

from . import keys
from .models import Proposal, Reply

THANKS = "感谢您对我们工作的关心和支持。"
THANKS_TO_BODY = "感谢贵单位对我们工作的关心和支持。"


def called(proposal: Proposal) -> str:
    """Return how a letter names a proposal: 政协三届四次会议第058号提案."""
    return f"{proposal.session.label}{proposal.number}提案"


def title(proposal: Proposal) -> str:
    """Return the title of a reply."""
    return f"对{called(proposal)}的答复"


def opening(proposal: Proposal) -> str:
    """Return the sentence a reply opens with; it cites number and title."""
    you = "您" if proposal.first_proposer_id else "贵单位"
    return f"{you}提出的《{proposal.title}》（{called(proposal)}）收悉，现答复如下："


def closing(proposal: Proposal) -> str:
    """Return the thanks a reply ends with."""
    return THANKS if proposal.first_proposer_id else THANKS_TO_BODY


def addressee(proposal: Proposal) -> str:
    """Return to whom the letter goes: every first proposer by name, after a merger several; a body by its name."""
    if not proposal.first_proposer_id:
        return proposal.proposer_name
    firsts = proposal.signers.filter(order=1) | proposal.signers.filter(came_from__isnull=False, role="first")
    names = list(dict.fromkeys(str(each) for each in firsts.order_by("order"))) or [proposal.proposer_name]
    return f"{'、'.join(names)}委员"


def copies() -> list[str]:
    """Return who gets a copy by default: the proposal committee and the supervision office."""
    house = Committee.objects.get(pk=tenancy.current().committee_id)
    return [f"{house.short_name}提案委员会", "督查室"]


def classes(on: date) -> list[tuple[str, str]]:
    """Return the classes of a day: mark and wording. Rule: key proposal.classes."""
    pairs = (line.partition("=") for line in value(keys.CLASSES, on=on))
    return [(mark, wording) for mark, _, wording in pairs]


def class_wording(mark: str, on: date) -> str:
    """Return the wording of a class as it stands on a day, empty for a mark that is none."""
    return dict(classes(on)).get(mark, "")


def is_answered(reply: Reply) -> bool:
    """Tell whether a reply says something to every suggestion, or is accepted unsplit."""
    return bool(reply.body.strip() or reply.own_file_id or reply.sealed_scan_id) or not unanswered(reply)


def unanswered(reply: Reply) -> list[int]:
    """Return the numbers of the suggestions that a reply leaves without an answer."""
    done = reply.answers.exclude(text="").values("suggestion_id")
    return list(reply.handling.proposal.suggestions.exclude(pk__in=done).values_list("order", flat=True))
