"""Files are kept once by their content, and opened only by those who may see their subject."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from yizheng.accounts.models import RoleGrant, User
from yizheng.attachment import content_types, services, store
from yizheng.attachment.models import StoredFile
from yizheng.attachment.names import safe_name
from yizheng.kernel import subjects, tenancy
from yizheng.kernel.acting import Actor, Hat
from yizheng.kernel.errors import Refused
from yizheng.kernel.models import Committee

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(settings: Any, tmp_path: Path) -> Iterator[Actor]:
    """A person in an open scope, with an empty files folder."""
    settings.FILES_ROOT = tmp_path / "files"
    committee = Committee.objects.create(full_name="云溪区政协", short_name="云溪", slug="yunxi")
    user = User.objects.create_user("xu-lan", "许岚")
    with tenancy.scope(committee, user.pk):
        RoleGrant.objects.create(user=user, role="office_clerk", label="办公室", valid_from="2020-01-01")
        yield Actor(user.pk, "许岚", Hat("office_clerk"))


def _keep(clerk: Actor, content: bytes, name: str = "要点.txt") -> StoredFile:
    return services.keep(file=ContentFile(content), name=name, by=clerk, at=timezone.now())


def _on_disk() -> list[Path]:
    folder = store.path_of(tenancy.current().committee_id, "")
    return sorted(folder.iterdir()) if folder.exists() else []


def test_equal_bytes_are_kept_once_and_only_the_owner_reads_them(clerk: Actor) -> None:
    first, second = _keep(clerk, b"one"), _keep(clerk, b"one", "另一份.txt")

    (path,) = _on_disk()
    assert first.sha256 == second.sha256 == path.name
    assert path.read_bytes() == b"one"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (first.name, first.size_bytes, second.name) == ("要点.txt", 3, "另一份.txt")


def test_a_file_beyond_the_limit_leaves_nothing(clerk: Actor, settings: Any) -> None:
    settings.MAX_UPLOAD_BYTES = 2 * 1024 * 1024

    with pytest.raises(Refused) as refusal:
        _keep(clerk, b"x" * (2 * 1024 * 1024 + 1))

    assert refusal.value.message == "文件超过2MB，没有保存。请拆分或去掉图片后再上传。"
    assert _on_disk() == []
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\文件\\要点.docx", "要点.docx"),
        ("要点\x00\u202e.docx", "要点.docx"),
        ("", "未命名文件"),
        ("...", "未命名文件"),
        ("长" * 300 + ".docx", "长" * 250 + ".docx"),
        ("长" * 300, "长" * 255),
        ("要点😀.docx", "要点😀.docx"),
    ],
)
def test_names_are_made_safe(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def _zip(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"%PDF-1.7 ...", content_types.PDF),
        (_zip("[Content_Types].xml", "word/document.xml"), content_types.WORD),
        (_zip("[Content_Types].xml", "xl/workbook.xml"), content_types.SHEET),
        (_zip("a.txt"), content_types.ZIP),
        (b"PK\x03\x04 broken", content_types.UNKNOWN),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"MZ\x90\x00 program", content_types.UNKNOWN),
        (b"<!DOCTYPE html><html>", content_types.HTML),
        (b"\xef\xbb\xbf<html>", content_types.HTML),
        ("工作要点".encode("gb18030"), content_types.PLAIN),
        (b"a\x00b", content_types.UNKNOWN),
        (b"", content_types.PLAIN),
    ],
)
def test_the_type_is_told_by_the_bytes(tmp_path: Path, content: bytes, expected: str) -> None:
    path = tmp_path / "looks-like.docx"
    path.write_bytes(content)

    assert content_types.content_type_of(path) == expected


def test_a_file_is_opened_only_through_its_subject(clerk: Actor, client: Any, files_are_subjects: None) -> None:
    file = _keep(clerk, b"<script>alert(1)</script>", "页面.html")
    client.force_login(User.objects.get(pk=clerk.user_id))
    url = f"/yunxi/files/{file.public_id}/"
    before = client.get(url)
    committee = Committee.objects.get()

    services.attach(file=file, subject=file)
    after = client.get(url)

    assert before.status_code == 404
    assert after.status_code == 200
    assert after["Content-Disposition"].startswith("attachment")
    assert after["X-Content-Type-Options"] == "nosniff"
    assert after["Content-Type"] == "text/html"
    assert b"".join(after.streaming_content) == b"<script>alert(1)</script>"
    assert file.committee_id == committee.pk


@pytest.fixture
def files_are_subjects(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a file be its own subject, seen by everybody of the committee, for this test only."""
    monkeypatch.setattr(subjects, "_by_kind", dict(subjects._by_kind))
    monkeypatch.setattr(subjects, "_by_model", dict(subjects._by_model))
    everybody = subjects.Subject(
        "test_file", StoredFile, "文件", lambda obj: "", lambda actor: StoredFile.objects.all()
    )
    subjects.register(everybody)


def test_another_committee_s_file_does_not_exist(clerk: Actor, client: Any, files_are_subjects: None) -> None:
    file = _keep(clerk, b"secret")
    services.attach(file=file, subject=file)
    other = Committee.objects.create(full_name="沙洲区政协", short_name="沙洲", slug="shazhou")
    user = User.objects.get(pk=clerk.user_id)
    with tenancy.scope(other, user.pk):
        RoleGrant.objects.create(user=user, role="office_clerk", label="办公室", valid_from="2020-01-01")
    client.force_login(user)

    assert client.get(f"/shazhou/files/{file.public_id}/").status_code == 404
    assert client.get(f"/yunxi/files/{file.public_id}/").status_code == 200
