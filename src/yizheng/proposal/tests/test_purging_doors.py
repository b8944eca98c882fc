"""Under quarantine no door of the house says a word of a proposal, to nobody; the office sees that it is closed."""

from __future__ import annotations

import pytest

from yizheng.accounts.enums import Role
from yizheng.config.tests.every_address import every_address
from yizheng.kernel import quarantine
from yizheng.proposal.enums import PublicationState
from yizheng.proposal.models import Proposal, Publication

from . import factories as make
from .everything import WORD, everything

ROOMS = ("proposal", "promise", "ballot", "todo", "notify", "closing", "plan", "proposal_public")
SETTINGS = {"notify:choices"}
"""How a person wants to be told: holds nothing of any object."""
SEARCHES = {"proposal:proposals", "proposal:found", "proposal_public:proposals", "proposal:leads"}
QUESTIONS = f"q={WORD}&year=2026"


@pytest.fixture
def whole(house, now):
    """A proposal that everything has happened to, shared and published."""
    all_ = everything()
    Proposal.objects.exclude(pk=all_.proposal.pk).update(title="关于别的事的建议")
    Publication.objects.update(state=PublicationState.PUBLISHED, published_on=make.moment(13).date())
    return all_


@pytest.fixture
def readers(whole, browser):
    """Browsers of everybody who has to do with it, and of those who read much."""
    people = {name: whole.people[name] for name in ("clerk", "assigner", "first", "host", "supervisor")}
    people |= {role: make.as_role(role) for role in (Role.SECRETARY_GENERAL, Role.SECURITY_ADMIN)}
    return {str(name): browser(actor) for name, actor in people.items()}


def paths(whole):
    """Return the addresses that can be read: lists and searches, and of objects those of this proposal."""
    for door in (each for each in every_address() if each.name not in SETTINGS):
        if door.room in ROOMS and not {name for name, _ in door.arguments} - {"committee", "public_slug", "public_id"}:
            path = door.path("yunxi")
            if not door.of_an_object:
                yield path
                yield from [f"{path}?{QUESTIONS}"] if door.name in SEARCHES else []
            elif door.room in ("proposal", "promise"):
                for obj in whole.at(path.removeprefix("/yunxi/")):
                    yield door.path("yunxi", obj.public_id)
            elif door.room == "proposal_public":
                yield door.path("yunxi", Publication.objects.get().public_id)


def saying(readers, addresses):
    """Return who reads the word where; what a search repeats of the question is no answer."""
    told = set()
    for path in addresses:
        for name, page in readers.items():
            answer = page.get(path)
            words = b"".join(answer.streaming_content) if answer.streaming else answer.content
            said = words.decode(errors="ignore").replace(QUESTIONS, "").replace(f'value="{WORD}"', "")
            if WORD in said:
                told.add((name, path))
    return told


def test_no_door_says_a_word_to_anybody(whole, readers):
    addresses = list(paths(whole))
    page = f"/yunxi/proposals/{whole.proposal.public_id}/"
    assert len({name for name, _ in saying(readers, [page])}) > 5

    quarantine.quarantine(subject=whole.proposal, by=make.as_role(Role.SECURITY_ADMIN), reason="误传", at=make.moment())

    assert sorted(saying(readers, addresses)) == []


def test_the_office_reads_that_it_is_closed_and_others_find_nothing(whole, readers):
    quarantine.quarantine(subject=whole.proposal, by=make.as_role(Role.SECURITY_ADMIN), reason="误传", at=make.moment())

    answers = {name: page.get(f"/yunxi/proposals/{whole.proposal.public_id}/") for name, page in readers.items()}

    assert {name for name, answer in answers.items() if answer.status_code == 200} == {"clerk"}
    assert {answer.status_code for name, answer in answers.items() if name != "clerk"} <= {403, 404}
    assert "内容已封存" in answers["clerk"].content.decode()
