"""Small parts: events, subjects, addresses, answers to htmx."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory
from django.urls import NoReverseMatch

from yizheng.kernel import events, scoping, subjects
from yizheng.kernel.addresses import address
from yizheng.kernel.errors import OutsideScope
from yizheng.kernel.htmx import done
from yizheng.kernel.models import Committee, Sequence
from yizheng.kernel.sequences import next_number
from yizheng.kernel.subjects import Subject
from yizheng.kernel.tests.factories import make_committee


@dataclass(frozen=True)
class LetterFiled:
    number: int


@dataclass(frozen=True)
class KindLetterFiled(LetterFiled):
    """A kind of its own, though it inherits."""


@pytest.fixture
def heard(monkeypatch):
    """An empty list of listeners for these two events, and what they heard."""
    monkeypatch.setattr(events, "_handlers", type(events._handlers)(list))
    return []


def test_listeners_hear_in_order_and_only_of_exactly_their_type(heard):
    events.on(LetterFiled, lambda event: heard.append(("first", event)), lambda event: heard.append(("second", event)))

    events.publish(LetterFiled(3))
    events.publish(KindLetterFiled(4))

    assert heard == [("first", LetterFiled(3)), ("second", LetterFiled(3))]


def test_a_listener_connected_twice_hears_once(heard):
    events.on(LetterFiled, heard.append)
    events.on(LetterFiled, heard.append)

    events.publish(LetterFiled(3))

    assert heard == [LetterFiled(3)]


def test_an_error_of_a_listener_undoes_the_whole_act(heard, db):
    def fail(event):
        raise ZeroDivisionError

    events.on(LetterFiled, heard.append, fail)
    committee = make_committee("linjiang")
    with pytest.raises(ZeroDivisionError):
        file_letter(committee)

    assert heard == [LetterFiled(1)]
    with scoping.scope(committee):
        assert Sequence.objects.count() == 0


def file_letter(committee):
    with scoping.scope(committee):
        events.publish(LetterFiled(next_number("letter")))


@pytest.fixture
def committees_as_subject(monkeypatch):
    monkeypatch.setattr(subjects, "_by_kind", {})
    monkeypatch.setattr(subjects, "_by_model", {})
    subject = Subject(
        "house", Committee, "政协组织", url=lambda c: f"/{c.slug}/", visible_to=lambda actor: Committee.objects.all()
    )
    subjects.register(subject)
    return subject


def test_a_subject_is_found_by_kind_and_by_object(committees_as_subject):
    committee = Committee(slug="linjiang", short_name="临江政协")

    assert subjects.get("house") is subjects.of(committee) is committees_as_subject
    assert subjects.kind_of(committee) == "house"
    assert subjects.registered() == [committees_as_subject]
    assert committees_as_subject.title(committee) == "临江政协"
    assert committees_as_subject.caption(committee) == ""
    assert list(committees_as_subject.owed(committee)) == []


def test_an_unknown_kind_or_object_is_named_in_the_error(committees_as_subject):
    with pytest.raises(LookupError, match="'letter'"):
        subjects.get("letter")
    with pytest.raises(LookupError, match="Sequence"):
        subjects.kind_of(Sequence())


def test_an_address_begins_with_the_committee_of_the_scope(db):
    with scoping.scope(make_committee("linjiang")):
        with scoping.scope(make_committee("haishan")):
            assert address("hats:change") == "/haishan/hat/"
        assert address("hats:change") == "/linjiang/hat/"
        with pytest.raises(NoReverseMatch):
            address("hats:unknown")


def test_there_is_no_address_outside_a_scope():
    with pytest.raises(OutsideScope):
        address("hats:change")


def answer_to(**headers):
    request = RequestFactory().post("/", headers=headers)
    request.session = {}
    request._messages = FallbackStorage(request)
    response = done(request, "已交办", to="/linjiang/")
    return response, [str(message) for message in request._messages]


def test_an_act_is_answered_with_a_redirect_and_one_sentence():
    response, said = answer_to()

    assert (response.status_code, response.url, said) == (302, "/linjiang/", ["已交办"])


def test_htmx_is_answered_with_a_header_and_the_same_sentence():
    response, said = answer_to(**{"HX-Request": "true"})

    assert (response.status_code, response.headers["HX-Redirect"], said) == (204, "/linjiang/", ["已交办"])
