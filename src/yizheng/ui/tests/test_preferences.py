"""Theme and type size: chosen by a form, kept in a cookie, written on <html>."""

import pytest
from django.test import RequestFactory

from yizheng.ui.preferences import COOKIE, Look, look_of
from yizheng.ui.views import choose_look


def chosen(data: dict[str, str], cookie: str = ""):
    request = RequestFactory().post("/ui/preferences/", data)
    if cookie:
        request.COOKIES[COOKIE] = cookie
    return choose_look(request)


def test_a_choice_is_kept_and_leads_back():
    answer = chosen({"theme": "dark", "next": "/qinglan/plan/"})

    assert (answer.status_code, answer["Location"]) == (302, "/qinglan/plan/")
    assert answer.cookies[COOKIE].value == "dark.normal"


def test_one_choice_leaves_the_other():
    assert chosen({"type": "large"}, cookie="dark.normal").cookies[COOKIE].value == "dark.large"


@pytest.mark.parametrize("way", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_the_way_back_stays_in_the_house(way):
    assert chosen({"theme": "dark", "next": way})["Location"] == "/"


@pytest.mark.parametrize("cookie", ["", "x", "dark", "purple.huge", "dark.normal.more", "<script>"])
def test_a_broken_cookie_is_the_ordinary_look(cookie):
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = cookie

    assert look_of(request).type == "normal"
    assert look_of(request).theme in {"auto", "dark"}


def test_an_unknown_choice_changes_nothing():
    assert chosen({"theme": "purple", "type": "huge"}, cookie="dark.large").cookies[COOKIE].value == "dark.large"
    assert Look().changed(theme="purple") == Look()


def test_choosing_needs_a_post():
    assert choose_look(RequestFactory().get("/ui/preferences/")).status_code == 405
