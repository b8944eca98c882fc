"""Who may do what to official documents and papers (handbook 1.6, 13; office-practice 1, 8)."""

from __future__ import annotations

from typing import Any

from yizheng.accounts.enums import Role
from yizheng.kernel.acting import Actor
from yizheng.kernel.papers import PaperOffer
from yizheng.kernel.permissions import add_perm, may, predicate, wears

from .models import Document

DRAFTERS = (
    Role.OFFICE_CLERK,
    Role.SECRETARY_GENERAL,
    Role.PROPOSAL_CLERK,
    Role.OPINION_CLERK,
    Role.COMMITTEE_CLERK,
    Role.GRASSROOTS_CLERK,
)
READ_ALL = (Role.OFFICE_CLERK, Role.SECRETARY_GENERAL, Role.ARCHIVIST)


@predicate(name="may take out what the paper shows")
def offered_to(actor: Actor | None, offer: Any) -> bool:
    """Tell whether the permission named by the room that offers the paper holds."""
    return actor is not None and isinstance(offer, PaperOffer) and may(offer.permission, actor)


@predicate(name="drafted the document")
def drafted_it(actor: Actor | None, document: Any) -> bool:
    """Tell whether this person drafted the document, in whatever hat."""
    return actor is not None and isinstance(document, Document) and document.drafted_by_id == actor.user_id


is_office = wears(Role.OFFICE_CLERK)
is_chief = wears(Role.SECRETARY_GENERAL)
is_leader = wears(Role.LEADER)
drafts = wears(*DRAFTERS)

add_perm("document.print", offered_to)
add_perm("document.read", wears(*DRAFTERS, Role.LEADER, Role.ARCHIVIST))
add_perm("document.draft", drafts)
add_perm("document.revise", is_office | is_chief | (drafts & drafted_it))
add_perm("document.submit", is_office | is_chief | (drafts & drafted_it))
add_perm("document.amend", is_office | is_chief)
# Our decision: four eyes; nobody checks their own draft.
add_perm("document.check", (is_office | is_chief) & ~drafted_it)
add_perm("document.countersign", is_office | is_chief)
add_perm("document.sign", is_chief | is_leader)
add_perm("document.record_signature", is_office)
add_perm("document.number", is_office)
add_perm("document.issue", is_office)
add_perm("document.archive", is_office | wears(Role.ARCHIVIST))
add_perm("document.return", is_office | is_chief | is_leader)
add_perm("document.register_secret", is_office | is_chief)
add_perm("document.templates", is_office | is_chief | wears(Role.SYS_ADMIN))
