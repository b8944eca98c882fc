"""How many statements the room's pages and the act of sending in cost: few, and the same for many rows as for one."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from yizheng.opinion.enums import AdoptionKind, FeedbackKind, OpinionState, UpLevel
from yizheng.opinion.models import OpinionAdoption, OpinionFeedback, OpinionReport
from yizheng.search import indexing

from . import factories as make

S = OpinionState
ROOM = "/yunxi/opinions/"


def statements(client, url):
    client.get(url)  # what a first page of a session reads once
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def grow(piece, times):
    """Let so many things of every kind happen to a piece."""
    for number in range(times):
        make.version(piece)
        make.co_author(piece, part=make.opinion(S.MERGED, merged_into=piece))
        make.slip(piece)
        make.issue(piece)
        OpinionReport.objects.create(
            opinion=piece, level=UpLevel.CITY, to_name="市政协", label=str(piece), reported_on=date(2026, 3, 13)
        )
        OpinionAdoption.objects.create(
            opinion=piece, level=UpLevel.CITY, kind=AdoptionKind.SINGLE, adopted_on=date(2026, 3, 13),
            organ="市政协", reference=f"第{number}期", recorded_by_name="方以诚",
        )  # fmt: skip
        for state in ("owed", "given"):
            OpinionFeedback.objects.create(
                opinion=piece, kind=FeedbackKind.RESULT, text="已办理。", state=state, owed_on=date(2026, 3, 13),
                due_on=date(2026, 3, 20), given_on=date(2026, 3, 16) if state == "given" else None,
            )  # fmt: skip


@pytest.mark.parametrize(("who", "most"), [("clerk", 29), ("secretary_general", 27), ("author", 22)])
def test_the_page_of_a_piece_costs_the_same_however_much_came_of_it(browser, who, most):
    author = make.member()
    piece = make.opinion(S.REPORTED_UP, by=author, issued_on=date(2026, 3, 13))
    actor = make.as_member(author) if who == "author" else getattr(make, who)()
    client, url = browser(actor), f"{ROOM}{piece.public_id}/"
    grow(piece, 1)
    one = statements(client, url)

    grow(piece, 3)

    assert statements(client, url) == one
    assert one <= most


@pytest.mark.parametrize(("state", "most"), [(S.SUBMITTED, 32), (S.EDITING, 34)])
def test_the_page_at_the_desk_costs_the_same_for_one_alike_piece_and_for_four(browser, state, most):
    piece = make.opinion(state)
    indexing.put(piece)
    client, url = browser(make.clerk()), f"{ROOM}{piece.public_id}/"
    indexing.put(make.opinion())
    one = statements(client, url)

    for _ in range(3):
        indexing.put(make.opinion())

    assert statements(client, url) == one
    assert one <= most


def test_the_editor_costs_the_same_for_a_piece_of_many_parts(browser):
    piece = make.opinion(S.EDITING)
    client, url = browser(make.clerk()), f"{ROOM}{piece.public_id}/edit/"
    make.co_author(piece, part=make.opinion(S.MERGED, merged_into=piece))
    make.version(piece)
    one = statements(client, url)

    for _ in range(3):
        make.co_author(piece, part=make.opinion(S.MERGED, merged_into=piece))
        make.version(piece)

    assert statements(client, url) == one
    assert one <= 18


@pytest.mark.parametrize("who", ["secretary_general", "leader", "author"])
def test_the_list_costs_the_same_for_every_reader(browser, who):
    author = make.member()
    actor = make.as_member(author) if who == "author" else getattr(make, who)()
    client = browser(actor)
    make.issue(make.opinion(S.ISSUED, by=author), to=[actor])
    one = statements(client, ROOM)

    for _ in range(4):
        make.issue(make.opinion(S.ISSUED, by=author), to=[actor])

    assert statements(client, ROOM) == one
    assert one <= 14


def test_sending_in_costs_the_same_for_one_co_author_and_for_three(browser):
    author = make.member()
    actor = make.as_member(author)
    client = browser(actor)
    costs = [_sending(client, actor, author, others) for others in (0, 0, 1, 3)]

    assert costs[3] == costs[2]  # a word to the co-authors more than alone, however many they are
    assert (costs[1] <= 66, costs[3] <= 82) == (True, True)


def _sending(client, actor, author, others):
    """Send a draft in on its page; return how many statements that took."""
    draft = make.opinion(S.DRAFT, by=author)
    for _ in range(others):
        make.co_author(draft)
    url = f"{ROOM}{draft.public_id}/submit/"
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert client.post(url, {"hat": actor.hat.grant_id, "act_key": uuid.uuid4()}).status_code == 302
    draft.refresh_from_db()
    assert draft.state == S.SUBMITTED
    return len(caught)
