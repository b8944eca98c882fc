"""Sealed text opens with its key and in its column only, and keys can be changed."""

from pathlib import Path

import pytest

from yizheng.kernel import secrets
from yizheng.kernel.secrets import CannotOpen, KeyRingMissing

CONTEXT = "org_person.phone"


def test_sealed_text_opens_again() -> None:
    token = secrets.seal("13800000000", CONTEXT)

    assert "13800000000" not in token
    assert secrets.unseal(token, CONTEXT) == "13800000000"


def test_the_same_text_is_never_sealed_alike() -> None:
    assert secrets.seal("某", CONTEXT) != secrets.seal("某", CONTEXT)


def test_a_value_moved_to_another_column_does_not_open() -> None:
    token = secrets.seal("13800000000", CONTEXT)

    with pytest.raises(CannotOpen):
        secrets.unseal(token, "org_person.address")


def test_a_changed_value_does_not_open() -> None:
    token = secrets.seal("13800000000", CONTEXT)
    changed = token[:-4] + ("AAA=" if token[-4:] != "AAA=" else "BBB=")

    with pytest.raises(CannotOpen):
        secrets.unseal(changed, CONTEXT)


def test_a_new_key_seals_and_the_old_one_still_opens(settings: object, tmp_path: Path) -> None:
    settings.KEY_RING_FILE = tmp_path / "keys.json"  # type: ignore[attr-defined]
    first = secrets.new_ring()
    secrets.write_ring(tmp_path / "keys.json", first)
    old = secrets.seal("旧", CONTEXT)
    (tmp_path / "keys.json").unlink()
    secrets.write_ring(tmp_path / "keys.json", first.with_new_key())

    assert secrets.unseal(old, CONTEXT) == "旧"
    assert secrets.key_version(secrets.seal("新", CONTEXT)) == 2


def test_digests_are_alike_and_depend_on_the_ring(settings: object, tmp_path: Path) -> None:
    here = secrets.digest("13800000000")
    assert here == secrets.digest("13800000000")
    assert secrets.digest("") == ""

    settings.KEY_RING_FILE = tmp_path / "other.json"  # type: ignore[attr-defined]
    secrets.write_ring(tmp_path / "other.json", secrets.new_ring())
    assert secrets.digest("13800000000") != here


def test_a_missing_ring_says_so(settings: object, tmp_path: Path) -> None:
    settings.KEY_RING_FILE = tmp_path / "nothing.json"  # type: ignore[attr-defined]

    with pytest.raises(KeyRingMissing, match="找不到密钥文件"):
        secrets.seal("某", CONTEXT)


def test_the_ring_is_for_its_owner_only(tmp_path: Path) -> None:
    secrets.write_ring(tmp_path / "keys.json", secrets.new_ring())

    assert (tmp_path / "keys.json").stat().st_mode & 0o077 == 0
