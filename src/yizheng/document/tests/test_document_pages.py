"""Pages of documents and templates: what each person is shown, each act through its page, refusals in words."""

from __future__ import annotations

import io
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document as WordFile

from yizheng.accounts.enums import Role
from yizheng.document import services
from yizheng.document.models import Document, OwnTemplate, WorkSecret
from yizheng.kernel.acting import Actor
from yizheng.org.models import Setting

from .hostile_templates import word_file
from .office import AT, TEXT, TODAY, drafted, everything, fresh, leader, scan, seat

HOSTILE = "<A&B>“{{ 7*7 }}”"


@pytest.fixture
def clerk(house: Any) -> Actor:
    return seat(Role.OFFICE_CLERK)


@pytest.fixture
def chief(house: Any) -> Actor:
    return seat(Role.SECRETARY_GENERAL, "许岚")


def url(document: Document, act: str = "") -> str:
    return f"/yunxi/documents/{document.public_id}/{act}"


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return str(answer.content.decode())


def post(client: Client, address: str, **values: Any) -> Any:
    return client.post(address, {"act_key": str(uuid.uuid4()), **values})


def wording(**changes: Any) -> dict[str, Any]:
    return {"title": "关于视察的通知", "text": TEXT, "is_clean": "on", **changes}


def submitted(by: Actor) -> Document:
    return services.submit(document=drafted(by), by=by, at=AT)


def test_a_document_is_drafted_checked_signed_numbered_and_issued_by_pages(
    clerk: Actor, chief: Actor, browser: Any
) -> None:
    office, secretary, signer = browser(clerk), browser(chief), leader()
    made = post(office, "/yunxi/documents/new/", kind="notice", secrecy="internal", copies="区政府\n区委", **wording())
    document = Document.objects.get()
    assert made["Location"] == url(document)
    assert document.copies == ["区委", "区政府"]

    assert post(office, url(document, "submit/")).status_code == 302
    assert post(secretary, url(document, "check/")).status_code == 302
    signature = {"signer": str(signer.public_id), "signed_on": "2026-11-22", "scan": scan()}
    assert post(office, url(document, "record-signature/"), **signature).status_code == 302
    number = {"doc_prefix": "云溪协", "year": "2026", "typed": "云溪协[2026]9号"}
    assert post(office, url(document, "number/"), **number).status_code == 302
    issue = {"issued_on": "2026-11-22", "sent_by": "printed", "printed_copies": "30"}
    assert post(office, url(document, "issue/"), **issue).status_code == 302

    page = text(office, url(document))
    assert "云溪协〔2026〕9号" in page
    assert "签批件.pdf" in page
    assert "纸质代录" in page
    assert "30 份" in page
    listed = text(office, "/yunxi/documents/?view=sent")
    assert "已印发的公文有 1 件" in listed


def test_a_draft_without_the_tick_is_not_kept_and_the_text_is_not_lost(clerk: Actor, browser: Any) -> None:
    before = everything()
    answer = post(
        browser(clerk), "/yunxi/documents/new/", kind="notice", secrecy="internal", **{**wording(), "is_clean": ""}
    )

    assert answer.status_code == 200
    assert "请先确认本文不含国家秘密和工作秘密" in answer.content.decode()
    assert "定于12月8日下午。" in answer.content.decode()
    assert everything() == before


def test_a_wrong_number_is_answered_with_an_example_and_kept_in_the_form(
    clerk: Actor, chief: Actor, browser: Any
) -> None:
    document = services.check(document=submitted(clerk), by=chief, at=AT)
    document = services.sign(document=document, by=chief, at=AT)
    before = everything()

    answer = post(browser(clerk), url(document, "number/"), doc_prefix="云溪协", year="2026", typed="第12号")

    assert answer.status_code == 409
    assert "应写作“云溪协〔2026〕12号”" in answer.content.decode()
    assert 'value="第12号"' in answer.content.decode()
    assert everything() == before


def test_an_own_series_asks_for_no_number(clerk: Actor, chief: Actor, browser: Any) -> None:
    Setting.objects.create(key="document.number_source", value="own", valid_from="2026-01-01")
    document = services.check(document=submitted(clerk), by=chief, at=AT)
    document = services.sign(document=document, by=chief, at=AT)
    office = browser(clerk)

    assert 'name="typed"' not in text(office, url(document, "number/"))
    post(office, url(document, "number/"), doc_prefix="云溪协", year="2026")
    assert fresh(document).number == "云溪协〔2026〕1号"


def test_hostile_text_is_shown_as_text(clerk: Actor, browser: Any) -> None:
    document = drafted(clerk, title=HOSTILE, text=HOSTILE)
    services.revise(
        document=document, wording=services.Wording(HOSTILE, f"{HOSTILE}改"), is_clean=True, by=clerk, at=AT
    )
    office = browser(clerk)

    for address in (url(document), url(document, "redline/"), "/yunxi/documents/"):
        page = text(office, address)
        assert "<A&B>" not in page
        assert "&lt;A&amp;B&gt;" in page
    word = office.get(f"/yunxi/papers/document.docx?id={document.public_id}")
    assert HOSTILE in [p.text for p in WordFile(io.BytesIO(word.content)).paragraphs]


def test_the_redline_is_shown_and_sent(clerk: Actor, browser: Any) -> None:
    document = drafted(clerk)
    services.revise(
        document=document, wording=services.Wording("关于开展养老服务视察的通知", TEXT.replace("8日", "9日")),
        is_clean=True, by=clerk, at=AT,
    )  # fmt: skip
    office = browser(clerk)

    page = text(office, url(document, "redline/?from=1&to=2"))
    assert "<del>8</del><ins>9</ins>" in page
    answer = office.get(url(document, "redline.docx?from=1&to=2"))
    assert answer.status_code == 200
    assert "w:del " in WordFile(io.BytesIO(answer.content)).element.xml
    for wrong in ("from=0&to=2", "from=x&to=2", "from=1&to=99"):
        assert office.get(url(document, f"redline/?{wrong}")).status_code == 404


def test_who_may_not_see_a_document_does_not_learn_of_it(clerk: Actor, browser: Any) -> None:
    document = submitted(clerk)
    for role in (Role.COMMITTEE_CLERK, Role.LEADER, Role.MEMBER, Role.SYS_ADMIN):
        client = browser(seat(role))
        for address in (
            url(document),
            url(document, "check/"),
            url(document, "redline/"),
            url(document, "redline.docx"),
        ):
            assert client.get(address).status_code in (403, 404), (role, address)
        assert client.get(f"/yunxi/papers/document.pdf?id={document.public_id}").status_code in (403, 404)


def test_a_button_that_is_not_offered_refuses_by_address(clerk: Actor, browser: Any) -> None:
    document = submitted(clerk)
    before = everything()

    assert post(browser(clerk), url(document, "check/")).status_code == 403
    assert post(browser(clerk), url(document, "sign/")).status_code == 403
    assert everything() == before


def test_a_form_posted_twice_is_one_act(clerk: Actor, browser: Any) -> None:
    document, office, key = drafted(clerk), browser(clerk), str(uuid.uuid4())

    for _ in range(2):
        assert office.post(url(document, "submit/"), {"act_key": key}).status_code == 302

    assert fresh(document).state == "submitted"


@pytest.mark.parametrize("page", ["list", "document"])
def test_the_number_of_questions_does_not_grow(page: str, clerk: Actor, browser: Any) -> None:
    office, counts = browser(clerk), []
    document = drafted(clerk)
    for _ in (1, 2):
        address = "/yunxi/documents/" if page == "list" else url(document)
        office.get(address)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert office.get(address).status_code == 200
        counts.append(len(asked))
        for n in range(2):
            drafted(clerk, title=f"另一件{n}")
            services.revise(
                document=document, wording=services.Wording("题", f"正文{n}"), is_clean=True, by=clerk, at=AT
            )

    assert counts[0] == counts[1]


def test_an_empty_list_says_what_will_stand_there(clerk: Actor, browser: Any) -> None:
    page = text(browser(clerk), "/yunxi/documents/")

    assert "没有在办的公文" in page
    assert "拟稿" in page


def test_work_secrets_are_registered_by_number_only(clerk: Actor, browser: Any) -> None:
    office = browser(clerk)
    post(office, "/yunxi/documents/work-secrets/", number="办密字〔2026〕3号", dated_on="2026-11-20", keeper="许岚")
    again = post(
        office, "/yunxi/documents/work-secrets/", number="办密字〔2026〕3号", dated_on="2026-11-20", keeper="许岚"
    )

    assert WorkSecret.objects.count() == 1
    assert "已经登记过" in again.content.decode()
    assert "办密字〔2026〕3号" in text(office, "/yunxi/documents/work-secrets/")
    assert browser(seat(Role.MEMBER)).get("/yunxi/documents/work-secrets/").status_code == 403


def upload(client: Client, content: bytes, code: str = "notice") -> Any:
    file = SimpleUploadedFile("我的模板.docx", content)
    return post(client, f"/yunxi/documents/templates/{code}/put/", file=file)


def words(content: bytes) -> list[str]:
    return [p.text for p in WordFile(io.BytesIO(content)).paragraphs if p.text]


def test_an_own_template_is_put_tried_and_taken_back(clerk: Actor, browser: Any) -> None:
    office, document = browser(clerk), drafted(clerk)
    own = word_file("本机关专用", "{{ title }}")
    paper = f"/yunxi/papers/document.docx?id={document.public_id}"

    assert upload(office, own).status_code == 302
    assert words(office.get(paper).content) == ["本机关专用", "关于开展养老服务视察的通知"]
    assert words(office.get("/yunxi/documents/templates/notice/used.docx").content) == ["本机关专用", "{{ title }}"]
    assert words(office.get("/yunxi/documents/templates/notice/tried.docx").content)[0] == "本机关专用"
    assert "1 种公文用本机关的模板" in text(office, "/yunxi/documents/templates/")

    assert post(office, "/yunxi/documents/templates/notice/reset/").status_code == 302
    assert "本机关专用" not in words(office.get(paper).content)
    assert OwnTemplate.objects.filter(is_used=True).count() == 0
    assert post(office, "/yunxi/documents/templates/notice/reset/").status_code == 409


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (word_file("{{ titel }}"), "模板里有系统不认识的变量：titel"),
        (word_file("{{ title.__class__ }}"), "模板里有不能用的写法"),
        (b"no word file", "文件已损坏"),
    ],
)
def test_a_bad_template_is_refused_in_words_and_the_old_one_stays(
    content: bytes, said: str, clerk: Actor, browser: Any
) -> None:
    office = browser(clerk)
    upload(office, word_file("旧的模板", "{{ title }}"))
    before = everything()

    answer = upload(office, content)

    assert answer.status_code == 409
    assert said in answer.content.decode()
    assert everything() == before


def test_templates_are_for_those_who_keep_them(house: Any, browser: Any) -> None:
    before = everything()
    member = browser(seat(Role.MEMBER))

    assert member.get("/yunxi/documents/templates/").status_code == 403
    assert upload(member, word_file("{{ title }}")).status_code == 403
    assert member.get("/yunxi/documents/templates/notice/shipped.docx").status_code == 403
    assert {**everything(), "LedgerEntry": before["LedgerEntry"]} == {**before}
    office = browser(seat(Role.OFFICE_CLERK))
    assert office.get("/yunxi/documents/templates/none/").status_code == 404
    assert office.get("/yunxi/documents/templates/notice/other.docx").status_code == 404


def test_a_paper_of_an_issued_document_has_number_and_imprint(clerk: Actor, chief: Actor, browser: Any) -> None:
    document = services.check(document=submitted(clerk), by=chief, at=AT)
    services.sign(document=document, by=chief, at=AT)
    services.number(document=document, prefix="云溪协", year=2026, typed="云溪协〔2026〕9号", by=clerk, at=AT)
    services.issue(document=document, issued_on=TODAY, sent_by="both", printed_copies=None, by=clerk, at=AT)

    answer = browser(clerk).get(f"/yunxi/papers/document.docx?id={document.public_id}")

    lines = words(answer.content)
    assert lines[:3] == ["云溪区政协文件", "云溪协〔2026〕9号", "关于开展养老服务视察的通知"]
    assert "2026年11月22日" in lines
    table = WordFile(io.BytesIO(answer.content)).tables[0]
    assert table.rows[-1].cells[1].text == "2026年11月22日印发"
