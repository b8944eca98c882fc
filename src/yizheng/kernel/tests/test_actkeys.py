"""Act keys: one form, one act, one result, however often and at once it is posted."""

from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.template import Context, Template
from django.test import RequestFactory

from yizheng.kernel import scoping
from yizheng.kernel.actkeys import act
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import ActKey
from yizheng.kernel.sequences import next_number
from yizheng.kernel.tests.factories import actor, make_committee, make_user
from yizheng.kernel.tests.threads import run_at_once

KEY = str(uuid.UUID(int=7))


@act
def file_letter(request):
    """Give the next number; a form with an error or a refusal gives none."""
    if request.method == "GET" or "error" in request.POST:
        return HttpResponse("form")
    number = next_number("letter")
    if "refuse" in request.POST:
        raise Refused("stale", "请刷新后查看。")
    if "forbid" in request.POST:
        raise PermissionDenied
    return HttpResponseRedirect(f"/letters/{number}/")


@pytest.fixture
def committee(db):
    return make_committee("linjiang")


@pytest.fixture
def user(db):
    return make_user()


def post(user, key=KEY, view=file_letter, htmx=False, **fields):
    headers = {"HX-Request": "true"} if htmx else {}
    request = RequestFactory().post("/letters/new/", {"act_key": key, **fields}, headers=headers)
    request.actor = actor(user)
    return view(request)


def numbers_given(committee):
    """Return how many letters were numbered, by asking for the next number and giving it back."""
    with scoping.scope(committee), transaction.atomic():
        given = next_number("letter") - 1
        transaction.set_rollback(True)
    return given


def test_a_repeat_gives_the_first_result_and_acts_once(committee, user):
    with scoping.scope(committee, user.pk):
        first, second, third = (post(user) for _ in range(3))

    assert [each.status_code for each in (first, second, third)] == [302, 302, 302]
    assert [each.url for each in (first, second, third)] == ["/letters/1/"] * 3
    assert numbers_given(committee) == 1


def test_a_repeat_by_htmx_is_led_there_by_the_header(committee, user):
    with scoping.scope(committee, user.pk):
        post(user)
        repeat = post(user, htmx=True)

    assert (repeat.status_code, repeat.headers["HX-Redirect"]) == (204, "/letters/1/")
    assert numbers_given(committee) == 1


def test_another_key_another_person_and_another_committee_act_anew(committee, user):
    with scoping.scope(committee, user.pk):
        urls = [post(user).url, post(user, key=str(uuid.uuid4())).url, post(make_user()).url]
    with scoping.scope(make_committee("haishan"), user.pk):
        urls.append(post(user).url)

    assert urls == ["/letters/1/", "/letters/2/", "/letters/3/", "/letters/1/"]


def test_a_form_with_an_error_frees_its_key(committee, user):
    with scoping.scope(committee, user.pk):
        assert post(user, error="1").content == b"form"
        assert ActKey.objects.count() == 0
        assert post(user).url == "/letters/1/"

    assert numbers_given(committee) == 1


@pytest.mark.parametrize(("fault", "raised"), [("refuse", Refused), ("forbid", PermissionDenied)])
def test_a_refused_act_frees_its_key_and_leaves_nothing(committee, user, fault, raised):
    with pytest.raises(raised), scoping.scope(committee, user.pk):
        post(user, **{fault: "1"})

    assert numbers_given(committee) == 0
    with scoping.scope(committee, user.pk):
        assert ActKey.objects.count() == 0
        assert post(user).url == "/letters/1/"


@pytest.mark.parametrize("key", ["", "no key", "7", "'; drop table kernel_actkey"])
def test_a_post_without_a_proper_key_acts_each_time(committee, user, key):
    with scoping.scope(committee, user.pk):
        assert [post(user, key=key).url, post(user, key=key).url] == ["/letters/1/", "/letters/2/"]
        assert ActKey.objects.count() == 0


def test_looking_at_the_form_takes_no_key(committee, user):
    with scoping.scope(committee, user.pk):
        request = RequestFactory().get("/letters/new/", {"act_key": KEY})
        request.actor = actor(user)
        assert file_letter(request).content == b"form"

        assert ActKey.objects.count() == 0


def test_each_drawn_form_has_a_key_of_its_own_and_the_hat_it_was_drawn_with(committee, user):
    request = RequestFactory().get("/")
    request.actor = actor(user, grant_id=12)
    draw = Template("{% load yizheng %}{% act_key %}").render
    first, second = (draw(Context({"request": request})) for _ in range(2))

    assert first != second
    assert first.endswith('<input type="hidden" name="hat" value="12">')


def test_four_clicks_at_once_are_one_act(own_database):
    committee, user = make_committee("linjiang"), make_user()

    def click():
        with scoping.scope(committee, user.pk):
            return post(user).url

    assert run_at_once([click] * 4) == ["/letters/1/"] * 4
    assert numbers_given(committee) == 1


def test_when_the_first_click_is_undone_the_second_acts(own_database, superuser):
    """The second waits at the key of the first; the first fails while the second is known to wait."""
    committee, user = make_committee("linjiang"), make_user()

    @act
    def file_and_fail(request):
        next_number("letter")
        wait_until_somebody_waits(superuser)
        raise Refused("stale", "请刷新后查看。")

    def click(view):
        with scoping.scope(committee, user.pk):
            return post(user, view=view).url

    def second_click():
        wait_until_a_key_is_claimed(superuser)
        return click(file_letter)

    first, second = run_at_once([lambda: click(file_and_fail), second_click])

    assert isinstance(first, Refused)
    assert second == "/letters/1/"
    assert numbers_given(committee) == 1


def wait_until_somebody_waits(superuser):
    """Ask again and again until a session waits for another's transaction (10 s at most, then the test fails)."""
    _until(superuser, "select exists (select from pg_locks where not granted and locktype = 'transactionid')")


def wait_until_a_key_is_claimed(superuser):
    _until(
        superuser,
        "select exists (select from pg_locks where relation = 'kernel_actkey'::regclass and mode = 'RowExclusiveLock')",
    )


def _until(superuser, question):
    superuser.execute(f"""
        do $$ begin
          for asked in 1..2000 loop
            if ({question}) then return; end if;
            perform pg_sleep(0.005);
          end loop;
          raise exception 'nobody came';
        end $$
    """)
