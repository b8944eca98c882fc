"""A repeated click, and a save whose answer got lost, act once; real transactions on a database of their own."""

from __future__ import annotations

import threading
import uuid
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from yizheng.accounts.models import User
from yizheng.kernel import tenancy
from yizheng.kernel.acting import Actor
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import ActKey, Committee, LedgerEntry
from yizheng.notify.models import Message
from yizheng.plan.tests.factories import CommitteeFactory
from yizheng.proposal.enums import HandlingState, ProposalState
from yizheng.proposal.models import Proposal
from yizheng.proposal.services import writing
from yizheng.proposal.services.writing import Text

from . import factories as make

S = ProposalState
AT = make.moment(4, hour=10)
TEXT = Text(title="关于增设公交站的建议", background="路口没有站。", suggestions=("增设一站", "改线"))


@pytest.fixture
def committee(own_database: str, django_db_blocker: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(timezone, "now", lambda: AT)
    with django_db_blocker.unblock():
        yield CommitteeFactory(slug="yunxi")


def clicks(by: Actor, address: str, keys: list[uuid.UUID]) -> list[tuple[int, str]]:
    """Post once a key, all at the same moment, each from a connection of its own; return the answers, sorted."""
    browsers = []
    for _ in keys:
        browser = Client()
        browser.force_login(
            User.objects.get(pk=by.user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        browsers.append(browser)
    starting, ended = threading.Barrier(len(keys)), []

    def run(browser: Client, key: uuid.UUID) -> None:
        try:
            starting.wait()
            answer = browser.post(address, {"act_key": str(key)})
            ended.append((answer.status_code, answer.headers.get("Location", "")))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in zip(browsers, keys, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ended)


def submittable(committee: Committee) -> tuple[Proposal, Actor]:
    with tenancy.scope(committee):
        draft = make.proposal(S.DRAFT)
        return draft, make.as_member(draft.first_proposer)


def test_a_double_click_on_submit_is_one_submission_with_one_answer(committee: Committee) -> None:
    draft, by = submittable(committee)
    page = f"/yunxi/proposals/{draft.public_id}/"

    ends = clicks(by, f"{page}submit/", [uuid.uuid4()] * 3)

    with tenancy.scope(committee):
        acts = LedgerEntry.objects.filter(act="submit").count()
        told = Message.objects.filter(kind="proposal", object_id=draft.pk).count()
        stands = (Proposal.objects.get().reception_no, acts, told, ActKey.objects.count())
    assert ends == [(302, page)] * 3
    assert stands == ("T3-4-0001", 1, 1, 1)


def test_submitting_from_two_tabs_at_once_is_one_submission_and_the_other_is_told(committee: Committee) -> None:
    draft, by = submittable(committee)

    ends = clicks(by, f"/yunxi/proposals/{draft.public_id}/submit/", [uuid.uuid4(), uuid.uuid4()])

    with tenancy.scope(committee):
        stands = (LedgerEntry.objects.filter(act="submit").count(), ActKey.objects.count())
    assert [status for status, _ in ends] == [302, 409]
    assert stands == (1, 1)


def test_a_double_click_on_signing_signs_once(committee: Committee) -> None:
    with tenancy.scope(committee):
        handling = make.handling(make.proposal(S.ASSIGNED))
        by = make.as_unit(handling.unit)
    page = f"/yunxi/handlings/{handling.public_id}/"

    ends = clicks(by, f"{page}sign-for/", [uuid.uuid4()] * 2)

    with tenancy.scope(committee):
        handling.refresh_from_db()
        acts = LedgerEntry.objects.filter(act="sign_for").count()
    assert ends == [(302, page)] * 2
    assert (handling.state, acts) == (HandlingState.SIGNED, 1)


def test_a_save_sent_again_because_its_answer_got_lost_is_the_same_save(committee: Committee) -> None:
    draft, by = submittable(committee)
    with tenancy.scope(committee):
        first = writing.autosave(proposal=draft, text=TEXT, edition=1, by=by, at=AT)
        again = writing.autosave(proposal=draft, text=TEXT, edition=1, by=by, at=make.moment(4, hour=11))

        draft.refresh_from_db()
    assert (first.edition, again.edition, draft.edition, draft.touched_at) == (2, 2, 2, AT)


def test_another_text_at_an_old_edition_is_still_refused(committee: Committee) -> None:
    draft, by = submittable(committee)
    other = Text(title=TEXT.title, background=TEXT.background, suggestions=("增设一站",))
    with tenancy.scope(committee):
        writing.autosave(proposal=draft, text=TEXT, edition=1, by=by, at=AT)
        with pytest.raises(Refused) as caught:
            writing.autosave(proposal=draft, text=other, edition=1, by=by, at=AT)
        stands = [each.text for each in draft.suggestions.all()]
    assert (caught.value.code, stands) == ("edited_elsewhere", ["增设一站", "改线"])
