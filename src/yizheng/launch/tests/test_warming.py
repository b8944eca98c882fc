"""A worker is warm before its first visitor: addresses and templates are read, and one broken page harms no other."""

from __future__ import annotations

import pytest
from django.template import TemplateSyntaxError, engines

from yizheng.launch import warming


def test_the_pages_of_a_plenary_evening_are_read_beforehand() -> None:
    warming.warm_up()

    around = engines["django"].engine.template_loaders[0]  # that of the partials
    known = set(around.loaders[0].get_template_cache)
    assert {"proposal/member/write.html", "proposal/member/mine.html", "ui/layouts/workspace.html"} <= known


def test_a_template_that_cannot_be_read_is_told_and_passed_over(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    read: list[str] = []

    def reads(name: str) -> None:
        if name == "ui/broken.html":
            raise TemplateSyntaxError("no such tag")
        read.append(name)

    monkeypatch.setattr(warming, "_names", lambda: iter(["ui/broken.html", "ui/sound.html"]))
    monkeypatch.setattr(warming, "get_template", reads)

    warming.warm_up()

    assert [record.getMessage() for record in caplog.records] == ["the template ui/broken.html cannot be read"]
    assert read == ["ui/sound.html"]
