"""What a browser keeps for the moment without network: the worker, the manifest, the words by which one is kept."""

from __future__ import annotations

import json
import struct
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from yizheng.kernel.acting import SYSTEM, Actor, Hat
from yizheng.ui import keeping

STATIC = Path(__file__).parent.parent / "static/ui"
NOON = datetime(2026, 12, 10, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


def wearing(grant, user=7):
    return Actor(user, "林佳音", Hat("member", "委员", grant_id=grant))


def test_the_worker_reaches_every_page_and_is_asked_for_anew_each_time():
    answer = Client().get("/worker.js")

    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert "no-cache" in answer["Cache-Control"]
    assert "Service-Worker-Allowed" not in answer  # at the root it needs no leave


def test_the_worker_brings_what_pages_are_drawn_with_and_no_page():
    words = Client().get("/worker.js").content.decode()
    listed = words.split("const DRAWN_WITH = [")[1].split("]")[0]
    brought = [each.strip().strip('"').replace("\\u002D", "-") for each in listed.split(",")]

    assert [each for each in brought if not each.startswith("/static/ui/")] == []
    assert {each.rsplit(".", 1)[1] for each in brought} == {"js", "css", "svg"}
    assert brought == keeping.drawn_with()


def test_the_policy_of_content_lets_the_house_alone_give_the_worker_and_the_manifest():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]

    assert directives["default-src"] == ["'self'"]
    assert {"worker-src", "manifest-src", "script-src"} & set(directives) == set()


def test_the_manifest_opens_the_desk_under_a_chinese_name():
    manifest = json.loads((STATIC / "app.webmanifest").read_text(encoding="utf-8"))

    assert (manifest["name"], manifest["start_url"], manifest["scope"]) == ("议政 · 政协履职", "/", "/")
    assert manifest["display"] == "standalone"
    for icon in manifest["icons"]:
        if icon["type"] == "image/png":
            width, height = struct.unpack(">II", (STATIC / icon["src"]).read_bytes()[16:24])
            assert f"{width}x{height}" == icon["sizes"]
        else:
            assert (STATIC / icon["src"]).exists()
    assert {"any", "maskable"} == {icon["purpose"] for icon in manifest["icons"]}


def test_the_word_of_a_login_changes_with_the_hat_and_names_nobody():
    assert keeping.holder(wearing(1)) == keeping.holder(wearing(1))
    assert len({keeping.holder(wearing(1)), keeping.holder(wearing(2)), keeping.holder(wearing(1, user=8))}) == 3
    assert keeping.holder(wearing(1)) != "7"


@pytest.mark.parametrize("nobody", [None, SYSTEM])
def test_nobody_has_no_word(nobody):
    assert keeping.holder(nobody) == ""


def test_an_answer_is_kept_for_one_login_until_a_moment(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    midnight = datetime(2026, 12, 11, tzinfo=ZoneInfo("Asia/Shanghai"))

    answer = keeping.may_be_kept(
        HttpResponse(), actor=wearing(1), of="m-1", title="三届十次常委会议", until=keeping.end_of_day(NOON)
    )

    assert dict(parse_qsl(answer[keeping.HEADER])) == {
        "who": keeping.holder(wearing(1)), "of": "m-1", "title": "三届十次常委会议",
        "until": str(int(midnight.timestamp() * 1000)), "at": str(int(NOON.timestamp() * 1000)),
    }  # fmt: skip


def test_the_page_without_network_has_a_place_for_what_is_kept():
    page = (STATIC / "offline.html").read_text(encoding="utf-8")

    assert page.count("<!--kept-->") == 1
    assert "还没有办成" in page
