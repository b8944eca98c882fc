"""An issue, a slip, the sheets and the volume as files: what they say, and to whom they open."""

from __future__ import annotations

import io
from zipfile import ZipFile

import pytest
from docx import Document

from yizheng.opinion.enums import IssueState, OpinionState

from . import factories as make

S = OpinionState
PAPERS = "/yunxi/papers/"


def words_of(content):
    """Return all text of a Word file, tables too."""
    document = Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def fetch(client, code, asked, form="docx"):
    from yizheng.kernel.addresses import address

    return client.get(f"{address('document:paper', code=code, format=form)}?{asked}")


@pytest.fixture
def issued(house):
    reader = make.leader()
    pieces = [make.opinion(S.ISSUED, edited_title=title) for title in ("充电桩难装", "助餐点太少")]
    issue = make.issue(*pieces, to=[reader], running_no=158)
    issue.recipients.create(name="区委办公室", order=9, is_copy=True)
    return issue, reader


def test_an_issue_is_a_word_file_with_masthead_numbers_pieces_and_recipients(issued, browser):
    issue, reader = issued

    answer = fetch(browser(make.clerk()), "opinion-issue", f"issue={issue.public_id}")

    assert answer.status_code == 200
    text = words_of(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    for expected in (
        "社情民意", "2026年第1期（总第158期）", "云溪区政协办公室", "2026年3月13日", "本期要目", "1. 充电桩难装",
        "2. 助餐点太少", make.SITUATION, f"报送：{reader.name}。", "抄送：区委办公室。",
    ):  # fmt: skip
        assert expected in text
    assert "{{" not in text
    assert "{%" not in text


def test_an_issue_is_a_pdf_that_says_which_face_stands_in(issued, browser):
    issue, _reader = issued

    answer = fetch(browser(make.clerk()), "opinion-issue", f"issue={issue.public_id}", "pdf")

    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert answer.status_code == 200
    assert content.startswith(b"%PDF")


def test_the_first_masthead_is_red(issued, browser):
    issue, _reader = issued
    answer = fetch(browser(make.clerk()), "opinion-issue", f"issue={issue.public_id}")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content

    with ZipFile(io.BytesIO(content)) as package:
        xml = package.read("word/document.xml").decode()

    assert xml.index('w:val="C00000"') < xml.index("社情民意")


def test_the_volume_of_a_year_holds_every_issued_piece_and_no_recalled_one(house, browser):
    make.issue(make.opinion(S.ISSUED, edited_title="充电桩难装"))
    make.issue(make.opinion(S.APPROVED, edited_title="收回的一篇"), state=IssueState.RECALLED)

    answer = fetch(browser(make.clerk()), "opinion-volume", "year=2026")

    text = words_of(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    assert "2026年社情民意汇编" in text
    assert "充电桩难装" in text
    assert make.SUGGESTION in text
    assert "收回的一篇" not in text


def test_the_sheets_hold_what_was_checked_and_a_box_for_the_signer(house, browser):
    piece = make.opinion(S.SIGNING, fact_note="已电话核实", signer_name="沈怀远")

    answer = fetch(browser(make.clerk()), "opinion-sign-sheet", f"opinion={piece.public_id}")

    text = words_of(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    for expected in ("呈批单", "社情民意审签", "事实核对：已电话核实", "沈怀远", make.SUGGESTION):
        assert expected in text


def test_a_slip_says_what_is_asked_and_never_who_wrote_the_piece(house, browser):
    unit, its_clerk = make.unit("云溪区住建局")
    piece = make.opinion(S.TRANSFERRED)
    slip = make.slip(piece, unit)

    answer = fetch(browser(its_clerk), "opinion-slip", f"slip={slip.public_id}")

    text = words_of(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    for expected in (
        "转办单",
        slip.number,
        "云溪区住建局",
        "请研究办理，并书面反馈。",
        "2026年4月3日",
        make.SUGGESTION,
    ):
        assert expected in text
    assert piece.source_name not in text


def test_papers_open_only_to_those_who_may_see_what_they_hold(issued, browser):
    issue, reader = issued
    piece = issue.items.get(order=1).opinion
    author = make.as_member(piece.authors.get().membership)
    slip = make.slip(piece)
    asked = {
        "opinion-issue": f"issue={issue.public_id}", "opinion-text": f"opinion={piece.public_id}",
        "opinion-sign-sheet": f"opinion={piece.public_id}", "opinion-slip": f"slip={slip.public_id}",
        "opinion-volume": "year=2026",
    }  # fmt: skip
    people = {"clerk": make.clerk(), "reader": reader, "other leader": make.leader("何知远"), "author": author,
              "other member": make.as_member(make.member()), "other unit": make.unit()[1]}  # fmt: skip

    seen = {name: {code: fetch(browser(who), code, q).status_code for code, q in asked.items()}
            for name, who in people.items()}  # fmt: skip

    assert seen == {
        "clerk": dict.fromkeys(asked, 200),
        "reader": {"opinion-issue": 200, "opinion-text": 200, "opinion-sign-sheet": 403, "opinion-slip": 403,
                   "opinion-volume": 403},
        "other leader": {"opinion-issue": 404, "opinion-text": 404, "opinion-sign-sheet": 403, "opinion-slip": 403,
                         "opinion-volume": 403},
        "author": {"opinion-issue": 403, "opinion-text": 200, "opinion-sign-sheet": 403, "opinion-slip": 403,
                   "opinion-volume": 403},
        "other member": {"opinion-issue": 403, "opinion-text": 404, "opinion-sign-sheet": 403, "opinion-slip": 403,
                         "opinion-volume": 403},
        "other unit": {"opinion-issue": 403, "opinion-text": 403, "opinion-sign-sheet": 403, "opinion-slip": 404,
                       "opinion-volume": 403},
    }  # fmt: skip
