"""Names that a spreadsheet would run."""

from __future__ import annotations

import uuid

import pytest

from yizheng.notify.exports import phone_file
from yizheng.notify.models import Message
from yizheng.notify.services.phoning import PhoneRow


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_a_name_in_the_csv_is_never_a_formula(start: str) -> None:
    line = PhoneRow(f'{start}HYPERLINK("http://a.example","许立群")', "13800001111")

    answer = phone_file(Message(public_id=uuid.uuid4()), [line], as_csv=True)

    written = answer.content.decode("utf-8-sig").splitlines()[1]
    assert written.lstrip('"').startswith(f"'{start}")
