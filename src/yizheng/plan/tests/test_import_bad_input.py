"""Bad files: each gets one clear sentence and changes nothing else. All files are made here."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from yizheng.accounts.models import User
from yizheng.intake.models import ImportBatch, ImportState
from yizheng.kernel import tenancy
from yizheng.plan import tasks
from yizheng.plan.importing.draft import Draft
from yizheng.plan.tests.import_office import Office, counted, open_office

pytestmark = pytest.mark.django_db
PLAN = """政协云溪区委员会2026年工作要点
（2026年2月20日区政协三届六次常委会议通过）

一、围绕中心建言资政
1．开展养老服务专题协商。组织委员视察，召开专题协商会。
2．深化民主监督。聚焦优化营商环境开展监督。

二、加强自身建设
3．做好提案工作。提高提案质量。
"""


@pytest.fixture
def office(settings: Any, tmp_path: Path, client: Any) -> Office:
    """An office whose clerk is signed in; no scope is open."""
    settings.FILES_ROOT = tmp_path / "files"
    found = open_office()
    client.force_login(User.objects.get(pk=found.clerk.user_id))
    return found


def _upload(client: Any, office: Office, content: bytes, name: str = "要点.docx") -> Any:
    return client.post(f"/{office.committee.slug}/plan/imports/", {"file": SimpleUploadedFile(name, content)})


def _counts(office: Office) -> dict[str, int]:
    with tenancy.scope(office.committee):
        return counted()


def _read(client: Any, office: Office, content: bytes, name: str = "要点.docx") -> tuple[ImportBatch, str]:
    """Upload a file, let the job read it, and return the import with its page."""
    answer = _upload(client, office, content, name)
    with tenancy.scope(office.committee):
        batch = ImportBatch.objects.get()
    tasks.prepare_import(committee_id=office.committee.pk, batch_id=batch.pk)
    with tenancy.scope(office.committee):
        batch = ImportBatch.objects.select_related("file").get()
    return batch, client.get(answer.headers["Location"]).content.decode()


def _zip(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def _program() -> bytes:
    return b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 200


def _zip_bomb() -> bytes:
    return _zip(**{"[Content_Types].xml": b"<Types/>", "word__document.xml": b"0" * (70 * 1024 * 1024)})


def _macros() -> bytes:
    types = (
        b'<Types><Override PartName="/word/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    )
    return _zip(**{"[Content_Types].xml": types, "word__document.xml": b"<w/>", "word__vbaProject.bin": b"\x01"})


def _picture() -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"\x00" * 64


def _torn() -> bytes:
    return _zip(**{"[Content_Types].xml": b"<Types/>", "word__document.xml": b"<w:document"})[:-30]


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (_program, "这是一个程序文件，不是文档，请选择 Word、PDF、网页或文本文件。"),
        (_zip_bomb, "文件解压后大得不正常，为安全起见没有打开，请用 Word 重新另存为 docx 后再导入。"),
        (_macros, "文件带有宏，为安全起见没有打开，请另存为不带宏的 docx 后再导入。"),
        (_picture, "无法识别的文件类型，请选择 docx、doc、pdf、html 或 txt 文件。"),
        (_torn, "文件已损坏，无法读取，请重新另存后再导入。"),
    ],
)
def test_a_file_that_cannot_be_read_fails_with_its_sentence(
    office: Office, client: Any, make: Callable[[], bytes], sentence: str
) -> None:
    before = _counts(office)

    batch, page = _read(client, office, make())

    assert (batch.state, batch.failure) == (ImportState.FAILED, sentence)
    assert sentence in page
    assert batch.tree == {}
    after = _counts(office)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"ImportBatch", "StoredFile", "LedgerEntry"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的，没有保存。请选择有内容的文件后再导入。"),
        (b"\n \t\r\n", "文件是空的，请选择有内容的文件后再导入。"),
    ],
)
def test_an_empty_file_says_so(office: Office, client: Any, content: bytes, sentence: str) -> None:
    before = _counts(office)

    answer = _upload(client, office, content, "空.txt")

    if content:
        with tenancy.scope(office.committee):
            batch = ImportBatch.objects.get()
        tasks.prepare_import(committee_id=office.committee.pk, batch_id=batch.pk)
        answer = client.get(answer.headers["Location"])
    else:
        assert _counts(office) == before
    assert sentence in answer.content.decode()


def test_no_file_at_all_says_so(office: Office, client: Any) -> None:
    before = _counts(office)

    answer = client.post(f"/{office.committee.slug}/plan/imports/", {})

    assert "请先选择一个文件，再上传。" in answer.content.decode()
    assert _counts(office) == before


def test_a_file_beyond_the_limit_is_refused_and_not_kept(office: Office, client: Any, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 1024 * 1024
    before = _counts(office)

    answer = _upload(client, office, b"x" * (1024 * 1024 + 1))

    assert "文件超过1MB，没有保存。请拆分或去掉图片后再上传。" in answer.content.decode()
    assert _counts(office) == before
    assert [path for path in Path(settings.FILES_ROOT).rglob("*") if path.is_file()] == []


def test_two_hundred_pages_are_read(office: Office, client: Any) -> None:
    lines = [f"{n}．推进第{n}项工作。" + "围绕中心，服务大局，凝聚共识。" * 14 for n in range(1, 901)]
    text = PLAN.split("\n\n")[0] + "\n\n一、重点工作\n" + "\n".join(lines)

    batch, page = _read(client, office, text.encode(), "二百页.txt")

    assert batch.state == ImportState.READ
    assert len(Draft.from_json(batch.tree).items()) == 900
    assert "读出 1 个部分、900 项" in page


def test_html_with_scripts_is_read_as_words_and_shown_as_words(office: Office, client: Any) -> None:
    paragraphs = "".join(f"<p>{line}</p>" for line in PLAN.split("\n") if line)
    evil = "<script>alert('x')</script><p onclick='evil()'></p>"
    html = f"<html><body>{evil}{paragraphs}<p>4．&lt;img src=x onerror=alert(1)&gt;</p></body></html>"

    batch, page = _read(client, office, html.encode(), "页面.html")

    assert batch.state == ImportState.READ
    assert "<img src=x" not in page
    assert "alert('x')" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page


def test_a_name_of_three_hundred_characters_and_emoji_is_cut_and_kept_readable(office: Office, client: Any) -> None:
    batch, page = _read(client, office, PLAN.encode(), "要点😀" + "长" * 297 + ".txt")

    assert len(batch.file.name) <= 255
    assert batch.file.name.startswith("要点😀")
    assert "读出 2 个部分、3 项" in page


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_of_the_field_are_read(office: Office, client: Any, encoding: str) -> None:
    _, page = _read(client, office, PLAN.encode(encoding), "要点.txt")

    assert "读出 2 个部分、3 项" in page


def test_broken_bytes_are_shown_as_a_doubt_or_refused_with_a_sentence(office: Office, client: Any) -> None:
    broken = PLAN.encode()[:200] + b"\xff\xfe\x81" + PLAN.encode()[200:]

    batch, page = _read(client, office, broken, "坏编码.txt")

    assert batch.state in (ImportState.READ, ImportState.FAILED)
    assert "无法识别" in page


def test_emoji_and_long_names_inside_a_plan_are_kept(office: Office, client: Any) -> None:
    text = PLAN.replace("提高提案质量。", "提高提案质量😀。" + "长" * 300)

    batch, page = _read(client, office, text.encode(), "要点.txt")

    assert Draft.from_json(batch.tree).items()[2].text == "提高提案质量😀。" + "长" * 300
    assert "😀" in page


def test_a_file_that_is_no_longer_on_the_disk_fails_with_a_sentence(
    office: Office, client: Any, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    answer = _upload(client, office, PLAN.encode(), "要点.txt")
    (path,) = (path for path in Path(settings.FILES_ROOT).rglob("*") if path.is_file())
    path.unlink()
    with tenancy.scope(office.committee):
        batch = ImportBatch.objects.get()

    tasks.prepare_import(committee_id=office.committee.pk, batch_id=batch.pk)

    page = client.get(answer.headers["Location"]).content.decode()
    assert "读取时遇到没有料到的情况，文件没有导入。请把文件另存为 docx 后再试；还是不行，请联系管理员。" in page
    assert "FileNotFoundError" in caplog.text
