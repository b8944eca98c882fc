"""The catalogue, the error pages and the static pages."""

import base64
import hashlib
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from yizheng.kernel.acting import Actor, Hat
from yizheng.ui.views import catalogue

UI = Path(__file__).parent.parent
TEMPLATES = sorted([*(UI / "templates").rglob("*.html"), *(UI / "jinja2").rglob("*.html")])
ERRORS = ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"]


def asked(cookie: str = ""):
    request = RequestFactory().get("/ui/")
    request.COOKIES["yizheng_look"] = cookie
    request.committee = SimpleNamespace(slug="qinglan", short_name="青澜区政协", full_name="政协青澜区委员会")
    hats = (Hat("office_clerk", "办公室", grant_id=1), Hat("member", "委员", grant_id=2))
    request.actor = Actor(1, "周明远", hats[0], hats)
    return request


def test_the_catalogue_shows_every_component(settings):
    settings.DEBUG = True
    page = (UI / "templates/ui/catalogue.html").read_text(encoding="utf-8")
    inside_others = {"task_card", "field", "file_link", "side_nav", "bottom_tabs"}

    names = {path.stem for path in (UI / "jinja2/ui/components").glob("*.html")}
    shown = {name for name in names if re.search(r"{% " + name + r"\b", page)}

    assert names - shown - inside_others == set()
    assert catalogue(asked()).status_code == 200


def test_the_look_is_written_on_the_page(settings):
    settings.DEBUG = True

    assert '<html lang="zh-CN" data-theme="dark" data-type="large">' in catalogue(asked("dark.large")).content.decode()
    assert '<html lang="zh-CN">' in catalogue(asked()).content.decode()


def test_a_page_has_one_heading_and_its_landmarks(settings):
    settings.DEBUG = True
    page = catalogue(asked()).content.decode()

    assert page.count("<h1") == 1
    assert page.count("<main") == 1
    assert '<a class="skip-link" href="#content">跳到正文</a>' in page


def test_the_hats_are_forms_that_name_the_grant(settings):
    settings.DEBUG = True
    page = catalogue(asked()).content.decode()

    assert 'action="/qinglan/hat/"' in page
    assert 'name="grant" value="2"' in page
    assert 'name="grant" value="1"' not in page


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_needs_nothing_and_shows_a_way_on(name):
    page = render_to_string(name)

    assert page.count("<h1") == 1
    assert re.search(r'<a class="btn btn-primary" href="/">', page)


def test_a_page_that_is_not_there_settles_the_words_of_whoever_is_signed_in():
    nobody = asked()
    nobody.actor = None
    own, others = (render_to_string("404.html", request=request) for request in (asked(), nobody))

    for given in ('name="csrfmiddlewaretoken"', 'data-aside-link hidden href="/qinglan/words/"'):
        assert [given in page for page in (own, others)] == [True, False]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_carry_no_inline_style_or_script(path):
    text = path.read_text(encoding="utf-8")

    assert re.findall(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", text) == []


@pytest.mark.parametrize("name", ["502.html", "offline.html"])
def test_a_static_page_allows_only_its_own_style(name):
    page = (UI / "static/ui" / name).read_text(encoding="utf-8")
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    assert f"default-src 'none'; style-src 'sha256-{digest}'" in page
    assert "<script" not in page


def test_every_icon_that_a_template_names_is_in_the_sprite():
    from yizheng.ui import icons

    named = {
        name for path in TEMPLATES for name in re.findall(r'{% icon "([a-z-]+)"', path.read_text(encoding="utf-8"))
    }

    assert named - icons.names() == set()
