"""Short messages go through one gateway, whatever stands behind it."""

from __future__ import annotations

import json

import pytest

from yizheng.accounts import sms
from yizheng.accounts.tests.factories import make_committee
from yizheng.accounts.tests.identity_houses import house


@pytest.fixture
def provider():
    with house() as made:
        yield made


def test_the_provider_gets_the_body_it_wants(settings, provider):
    settings.SMS = {
        "kind": "http", "url": f"{provider.url}/send", "token": "t", "success_field": "code", "success_value": "OK",
        "template": '{"to": ["$phone"], "content": {"body": "$text"}, "sign": "议政", "request_id": "$key"}',
    }  # fmt: skip
    provider.answer = (200, '{"code": "OK"}')

    sms.send("13800001111", '您好，"引号"', "code-7")

    [(path, seen)] = provider.asked
    assert path == "/send"
    assert json.loads(seen["body"]) == {
        "to": ["13800001111"], "content": {"body": '您好，"引号"'}, "sign": "议政", "request_id": "code-7",
    }  # fmt: skip
    assert seen["auth"] == "Bearer t"


@pytest.mark.parametrize(
    ("answer", "field"),
    [((500, "{}"), ""), ((200, '{"code": "LIMIT"}'), "code"), ((200, "no json"), "code"), ((200, "[]"), "code")],
)
def test_a_refusal_of_the_provider_is_told_without_the_telephone(settings, provider, answer, field):
    settings.SMS = {"kind": "http", "url": provider.url, "success_field": field, "success_value": "OK"}
    provider.answer = answer

    with pytest.raises(sms.SmsFailed) as failure:
        sms.send("13800001111", "您好", "code-7")

    assert "13800001111" not in str(failure.value)


def test_a_provider_that_is_away_fails_and_may_be_tried_again(settings):
    settings.SMS = {"kind": "http", "url": "http://127.0.0.1:9/"}

    with pytest.raises(sms.SmsFailed, match="unreachable"):
        sms.send("13800001111", "您好", "code-7")


@pytest.mark.django_db
def test_without_a_setting_a_demo_writes_to_the_log_and_an_office_sends_nothing(settings, caplog):
    settings.SMS = {"kind": ""}
    with pytest.raises(sms.SmsFailed):
        sms.send("13800001111", "您好", "1")
    make_committee("demo", is_demo=True)

    sms.send("13800001111", "您好", "1")

    assert [record.getMessage() for record in caplog.records] == ["短信 13800001111：您好"]
