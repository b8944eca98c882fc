"""
A unique word in a piece is looked for through every page, list, search, paper and notice, as everybody.

Only author, editors, signer and named readers find it; under quarantine nobody (office-practice 1, 3; case 16).
"""

from __future__ import annotations

import io
import zipfile

import pytest

from yizheng.accounts.enums import Role
from yizheng.kernel import quarantine
from yizheng.kernel.addresses import address
from yizheng.kernel.models import LedgerEntry
from yizheng.kernel.papers import registered
from yizheng.notify.models import Message
from yizheng.opinion.enums import OpinionState, TransferState
from yizheng.opinion.services import converting
from yizheng.search import indexing
from yizheng.search import queries as search

from . import factories as make

WORD = "鹊桥闸口"
"""Stands in every text of the planted piece and nowhere else."""
OUTSIDE = ("other leader", "other member", "security", "office", "archivist", "other unit")


@pytest.fixture
def planted(house, now):
    """A piece that says the word everywhere, with all that hangs on a piece; its people."""
    author, (unit, unit_clerk), signer = make.member("林岫"), make.unit(), make.leader("沈怀远")
    piece = make.opinion(
        OpinionState.ISSUED, by=author, title=f"{WORD}标题", situation=f"{WORD}情况", problem=f"{WORD}问题",
        suggestion=f"{WORD}建议", place=f"{WORD}地点", topic=WORD, urgent_reason=f"{WORD}原因",
        edited_title=f"{WORD}编辑标题", edited_body=f"{WORD}编辑正文", fact_note=f"{WORD}核对",
    )  # fmt: skip
    issue = make.issue(piece, to=[signer])
    make.slip(piece, unit, TransferState.REPLIED, asked_action=f"{WORD}请办", reply=f"{WORD}反馈")
    converting.ask_author(opinion=piece, target="speech", words=f"{WORD}征求", by=make.clerk(), at=make.moment())
    indexing.put(piece)
    people = {
        "clerk": make.clerk("许岚"), "chief": make.secretary_general(), "signer": signer, "unit": unit_clerk,
        "author": make.as_member(author), "other leader": make.leader("何知远"), "archivist": make.archivist(),
        "other member": make.as_member(make.member()), "admin": make.as_role(Role.SYS_ADMIN),
        "security": make.as_role(Role.SECURITY_ADMIN), "office": make.as_role(Role.OFFICE_CLERK),
        "other unit": make.unit()[1],
    }  # fmt: skip
    return piece, issue, people


LISTS = (
    "", "notices/", "opinions/", f"opinions/?q={WORD[:2]}", "opinions/mine/", "opinions/figures/", "opinions/trend/",
    "opinions/bulletin/", "opinion-issues/", "opinion-slips/", "opinion-reports/", "opinion-points/",
    "opinion-feedback/", "instructions/", "search/", "calendar/",
)  # fmt: skip
DOORS = ("todos", "notices", "proposals", "opinions/own", "opinions/calls", "opinion-slips")
"""Lists of the JSON door."""

PAPERS = (
    ("opinion-text", "opinion"), ("opinion-issue", "issue"), ("opinion-slip", "slip"), ("opinion-list", "year"),
    ("opinion-volume", "year"), ("opinion-trend", "month"), ("opinion-figures", "year"),
)  # fmt: skip


def pages_of(piece, issue):
    """Return the lists, the pages and the papers that speak of the piece or count it, by both doors."""
    slip = piece.transfers.get()
    yield from (f"/yunxi/{path}" for path in LISTS)
    yield from (f"/api/yunxi/{path}/" for path in DOORS)
    yield from (
        f"/api/yunxi/{path}/" for path in (f"opinions/own/{piece.public_id}", f"opinion-slips/{slip.public_id}")
    )
    yield from (f"/yunxi/opinions/{piece.public_id}/{below}" for below in ("", "edit/", "transfer/", "report-up/"))
    yield from (f"/yunxi/opinion-issues/{issue.public_id}/", f"/yunxi/opinion-slips/{slip.public_id}/")
    asked = {"opinion": piece.public_id, "issue": issue.public_id, "slip": slip.public_id, "year": 2026}
    for code, name in PAPERS:
        form = registered_by_code()[code].formats[0]
        yield f"{address('document:paper', code=code, format=form)}?{name}={asked.get(name, '2026-03')}"


def registered_by_code():
    """Return the papers of the house by code."""
    return {each.code: each for each in registered()}


def said(answer):
    """Return what a person reads in an answer: a page, or the texts of a Word or Excel file."""
    content = b"".join(answer) if answer.streaming else answer.content
    if not content.startswith(b"PK"):
        return content.decode(errors="ignore")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "".join(
            archive.read(name).decode(errors="ignore") for name in archive.namelist() if name.endswith(".xml")
        )


def readers(people, browser, pages):
    """Return who reads the word on which page."""
    found = set()
    for name, actor in people.items():
        client = browser(actor)
        for path in pages:
            answer = client.get(path)
            assert answer.status_code < 500, (name, path)
            if answer.status_code == 200 and WORD in said(answer):
                found.add((name, path))
    return found


def test_only_those_who_may_read_a_piece_find_its_word_anywhere(planted, browser, caplog):
    caplog.set_level("DEBUG", "yizheng")
    piece, issue, people = planted
    pages = list(pages_of(piece, issue))
    assert readers({name: people[name] for name in OUTSIDE}, browser, pages) == set()
    assert {name for name, _ in readers({name: people[name] for name in ("author", "chief")}, browser, pages)} == {
        "author", "chief",
    }  # fmt: skip
    assert WORD not in caplog.text


def test_search_finds_it_for_those_who_may_read_it_and_counts_nothing_for_others(planted):
    _, _, people = planted

    found = {name: search.find(actor, WORD).count for name, actor in people.items()}

    assert {name for name, count in found.items() if count} == {"clerk", "chief", "signer", "author"}


def test_under_quarantine_no_page_paper_search_or_notice_says_the_word_to_anybody(planted, browser):
    piece, issue, people = planted
    quarantine.quarantine(subject=piece, by=people["security"], reason="误传涉密内容", at=make.moment())
    indexing.settle()

    assert readers(people, browser, list(pages_of(piece, issue))) == set()
    assert {search.find(actor, WORD).count for actor in people.values()} == {0}
    assert not Message.objects.filter(text__contains=WORD).exists()
    assert all(WORD not in str(row) for row in LedgerEntry.objects.values_list("fields", "reason"))
