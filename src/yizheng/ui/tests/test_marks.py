"""Small marks: a word always stands beside a colour."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template

from yizheng.ui.shapes import LIGHT_MEANING, LightColour


def draw(text: str, **values: object) -> str:
    return Template("{% load ui %}" + text).render(Context(values)).strip()


def test_a_chip_shows_its_word():
    assert draw('{% status_chip "已销号" "ok" %}') == '<span class="chip chip-ok"><span>已销号</span></span>'


def test_a_chip_with_an_address_is_a_link():
    assert draw('{% status_chip "延期" "late" "" "/x/" %}') == (
        '<a class="chip chip-late" href="/x/"><span>延期</span></a>'
    )


def test_an_unknown_meaning_is_refused():
    with pytest.raises(ValueError, match="purple"):
        draw('{% status_chip "已销号" "purple" %}')


def test_words_from_people_are_escaped():
    assert "<script>" not in draw("{% status_chip word %}", word="<script>x</script>")


@pytest.mark.parametrize("colour", LightColour)
def test_every_light_has_a_meaning_and_says_its_words(colour):
    drawn = draw("{% deadline_light colour words %}", colour=colour.value, words="逾期 2 天")

    assert f"chip-{LIGHT_MEANING[colour].value}" in drawn
    assert "逾期 2 天" in drawn


def test_a_light_tells_its_date():
    assert 'title="期限 2026年11月20日"' in draw('{% deadline_light "red" "逾期 2 天" due %}', due=date(2026, 11, 20))


def test_an_icon_is_silent_without_a_label():
    assert 'aria-hidden="true"' in draw('{% icon "check" %}')
    assert 'role="img" aria-label="打印"' in draw('{% icon "printer" "打印" %}')


def test_an_unknown_icon_is_refused():
    with pytest.raises(LookupError, match=r"icons\.json"):
        draw('{% icon "unicorn" %}')


def test_dates_read_as_a_clerk_writes_them():
    at = datetime(2026, 3, 12, 16, 30, tzinfo=UTC)

    assert draw("{{ at|long_date }} {{ at|short_date }} {{ at|moment }} {{ at|weekday }}", at=at) == (
        "2026年3月13日 3月13日 3月13日 00:30 星期五"
    )
    assert draw("{{ none|long_date }}{{ none|short_date }}{{ none|moment }}{{ none|weekday }}", none=None) == ""
