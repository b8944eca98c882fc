"""
The JSON door, the papers with every argument and the other rooms' pages: no word where it may not be read.

Under quarantine nobody reads a word; what is inner (内部) is read by those alone who handle it.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from yizheng.accounts.enums import Role
from yizheng.attachment.models import StoredFile
from yizheng.attachment.queries import path_of
from yizheng.config.tests.every_address import every_address
from yizheng.kernel import ledger, papers, quarantine
from yizheng.kernel.errors import Refused
from yizheng.kernel.permissions import may
from yizheng.kernel.tenancy import current
from yizheng.proposal.enums import PublicationState
from yizheng.proposal.exporting import put_together
from yizheng.proposal.filters import ProposalFilter
from yizheng.proposal.models import ExportRun, Proposal, Publication
from yizheng.proposal.models.exports import ExportKind
from yizheng.proposal.services.exporting import ask_for_export

from . import factories as make
from .everything import WORD, everything
from .test_doors_outsiders import ACTING, SHARE, outsiders
from .test_purging_doors import ROOMS as PROPOSAL_ROOMS
from .test_purging_doors import SETTINGS

FIXED = {"year": "2026", "week": "2026-03-12", "category": "", "q": WORD, "what": "all", "state": ""}
NAMED = ("id", "proposal", "reply", "handling", "feedback", "request", "session", "decision")
"""Every name by which an address of a paper may mean an object."""

PRINTED = (
    "proposals/", "handlings/", "replies/", "feedback/", "assignment/adjustments/", "proposals/decisions/",
    "proposals/review/", "proposals/keys/", "proposals/inspections/", "appraisals/rounds/", "appraisals/units/",
    "awards/",
)  # fmt: skip
"""Where the objects stand of which there are papers."""

ANSWERS_LATER = {"notify:stream", "config:live"}
OFFICE = (
    Role.SECRETARY_GENERAL, Role.LEADER, Role.ARCHIVIST, Role.OFFICE_CLERK, Role.OPINION_CLERK, Role.OBSERVER,
    Role.SUPERVISOR, Role.SYS_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.INFO_OFFICER,
)  # fmt: skip


@dataclass
class Reader:
    """A person, and their browser."""

    name: str
    actor: object
    page: object
    takes_turns: bool = False
    """Whether they try one door in SHARE, each another share: roles that only look."""


@pytest.fixture
def look(browser):
    """Give people of every role their browsers."""

    def of(people, *, in_turn=()):
        return [Reader(str(name), actor, browser(actor), name in in_turn) for name, actor in people.items()]

    return of


def everybody(whole):
    """Return who has to do with the proposal, and one person of every other role."""
    one_each = ("clerk", "assigner", "first", "along", "host", "host_leader", "supervisor")
    return {name: whole.people[name] for name in one_each} | {role: make.as_role(role) for role in OFFICE}


def json_paths(whole) -> Iterator[str]:
    """Return the addresses that the JSON door reads: lists with and without a question, objects of the proposal."""
    for door in every_address():
        if not door.is_json or {name for name, _ in door.arguments} - {"committee", "public_id"}:
            continue
        if door.of_an_object:
            yield from (door.path("yunxi", obj.public_id) for obj in _objects_at(whole, door))
        else:
            yield from (door.path("yunxi"), f"{door.path('yunxi')}?q={WORD}&year=2026")


def _objects_at(whole, door) -> list:
    """Return the objects an address of the JSON door can be about; none for another room's."""
    try:
        return whole.at(door.path("yunxi").removeprefix("/api/yunxi/"))
    except KeyError:
        return []


def other_pages() -> Iterator[str]:
    """Return the pages without an object of the rooms that the walk through the proposal's own rooms leaves out."""
    for door in every_address():
        plain = not {name for name, _ in door.arguments} - {"committee"} and not door.is_json
        if (
            plain
            and door.in_committee
            and door.room not in PROPOSAL_ROOMS
            and door.name not in ANSWERS_LATER | SETTINGS
        ):
            yield door.path("yunxi")
    yield "/yunxi/logins/ledger/?what=proposal"


def in_turn(number, readers):
    """Return who tries the door of this number."""
    return [each for place, each in enumerate(readers) if not each.takes_turns or (number + place) % SHARE == 0]


def saying(readers, paths):
    """Return who reads the word where; what an answer repeats of the question is none, nor is what only acts."""
    told, acts = set(), set()
    for number, path in enumerate(list(paths)):
        for reader in (each for each in in_turn(number, readers) if path not in acts):
            answer = reader.page.get(path)
            if answer.status_code == 405:
                acts.add(path)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            text = content.decode(errors="ignore")
            if answer.headers.get("Content-Type", "").startswith("application/json"):
                text = json.dumps(json.loads(text), ensure_ascii=False)
            if WORD in text.replace(f'value="{WORD}"', "").replace(f"q={WORD}", ""):
                told.add((reader.name, path.partition("?")[0]))
    return sorted(told)


class Asked(dict):
    """The values of an address, noting which of them a paper looks at."""

    def __init__(self, values):
        super().__init__(values)
        self.looked_at = set()

    def get(self, name, default=None):
        self.looked_at.add(name)
        return super().get(name, default)

    def __getitem__(self, name):
        self.looked_at.add(name)
        return super().__getitem__(name)


def printed(readers, whole):
    """Return who gets the word on which paper, whatever object its address names."""
    told = set()
    objects = [whole.by_prefix[prefix][0] for prefix in PRINTED]
    for number, offer in enumerate(papers.registered()):
        for reader in (each for each in in_turn(number, readers) if may(offer.permission, each.actor)):
            plain = Asked(FIXED)
            said = [_drawn(offer, reader, plain), _drawn(offer, reader, {**FIXED, "q": ""})]
            if plain.looked_at & set(NAMED):
                asked = ({**FIXED, **dict.fromkeys(NAMED, str(obj.public_id))} for obj in objects)
                said += [_drawn(offer, reader, each) for each in asked]
            if any(WORD in each for each in said):
                told.add((reader.name, offer.code))
    return sorted(told)


def _drawn(offer, reader, asked) -> str:
    try:
        return repr(offer.build(reader.actor, asked))
    except (Http404, PermissionDenied, Refused):
        return ""


@pytest.fixture
def whole(house, now):
    """A proposal that everything has happened to, shared and published."""
    all_ = everything()
    Proposal.objects.exclude(pk=all_.proposal.pk).update(title="关于别的事的建议")
    Publication.objects.update(state=PublicationState.PUBLISHED, published_on=make.moment(13).date())
    return all_


def close(whole):
    """Put the proposal under quarantine."""
    guard = make.as_role(Role.SECURITY_ADMIN)
    quarantine.quarantine(subject=whole.proposal, by=guard, reason="误传", at=make.moment())


def test_under_quarantine_the_json_door_says_no_word_to_anybody(whole, look):
    readers, paths = look(everybody(whole), in_turn=OFFICE), list(json_paths(whole))
    open_to = {path.split("/")[3] for _, path in saying(readers[:6], paths)}
    assert {"proposals", "handlings", "contacts", "promises", "feedback", "publications"} <= open_to

    close(whole)

    assert saying(readers, paths) == []


def test_under_quarantine_no_paper_says_a_word_to_anybody(whole, look):
    readers = look(everybody(whole), in_turn=OFFICE)
    before = {code for _, code in printed(readers[:3], whole)}
    assert {"proposal-text", "proposal-list", "reply-letter", "feedback-form", "key-sheet", "promises"} <= before

    close(whole)

    assert printed(readers, whole) == []


def test_under_quarantine_no_page_of_another_room_says_a_word(whole, look):
    letter = whole.by_prefix["replies/"][0]
    ledger.record("reject_letter", letter, by=whole.people["clerk"], at=make.moment(), reason=f"{WORD}退改")
    auditor = look({Role.AUDIT_ADMIN: make.as_role(Role.AUDIT_ADMIN)})
    assert saying(auditor, ["/yunxi/logins/ledger/"]) == [("audit_admin", "/yunxi/logins/ledger/")]
    close(whole)

    people = everybody(whole)
    some = ("clerk", "assigner", "first", "host", Role.LEADER, Role.OFFICE_CLERK, Role.SYS_ADMIN, Role.AUDIT_ADMIN)
    assert saying(look({name: people[name] for name in some}), other_pages()) == []


@pytest.mark.parametrize("kind", list(ExportKind))
def test_under_quarantine_no_export_holds_a_word(whole, kind, tmp_path, settings):
    settings.FILES_ROOT = tmp_path
    make.reply(make.handling(make.proposal("replied", title="关于另一件的建议"), state="issued"))
    people = {name: actor for name, actor in everybody(whole).items() if may("proposal.export", actor)}
    assert len(people) > 2
    close(whole)

    for actor in people.values():
        ask_for_export(kind=kind, wanted=ProposalFilter.from_values({}), by=actor, at=make.moment())
    for run in ExportRun.objects.all():
        put_together(committee_id=current().committee_id, run_id=run.pk)

    assert set(ExportRun.objects.values_list("state", flat=True)) == {"ready"}
    assert [name for file in StoredFile.objects.filter(kind="export_run") for name in _with_word(file)] == []


def _with_word(file) -> list[str]:
    """Return what in a zip of documents says the word, in its name or in any of its parts."""
    found = []
    with zipfile.ZipFile(path_of(file)) as book:
        for name in book.namelist():
            with zipfile.ZipFile(io.BytesIO(book.read(name))) as document:
                parts = b"".join(document.read(part) for part in document.namelist()).decode(errors="ignore")
            found += [name] if WORD in name + parts else []
    return found


def test_what_is_inner_is_read_by_nobody_else_at_the_json_door_or_on_paper(house, now, look):
    whole = everything(secrecy="internal")
    people = {**outsiders(), Role.OFFICE_CLERK: make.as_role(Role.OFFICE_CLERK)}
    strangers = look(people, in_turn=people.keys() - ACTING)

    assert saying(strangers, json_paths(whole)) == []
    assert printed(strangers, whole) == []


def test_what_is_inner_is_read_by_those_who_handle_it(house, now, look):
    whole = everything(secrecy="internal")
    told = {name for name, _ in saying(look(whole.people), json_paths(whole))}

    assert told == {"clerk", "assigner", "house", "first", "along", "host", "host_leader", "beside", "supervisor"}
