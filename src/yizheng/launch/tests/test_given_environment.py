"""A wrong environment is one clear sentence."""

import pytest

from yizheng import cli
from yizheng.launch.errors import CannotStart
from yizheng.launch.given_environment import refuse_malformed, refuse_unfit_for_serving, remarks

KEY = {"YIZHENG_SECRET_KEY": "k" * 50}


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("YIZHENG_SMTP_PORT", "smtp", "YIZHENG_SMTP_PORT 应为大于 0 的整数，现在是“smtp”；请改正。"),
        ("YIZHENG_LOCK_TRIES", "0", "YIZHENG_LOCK_TRIES 应为大于 0 的整数，现在是“0”；请改正。"),
        ("YIZHENG_HTTPS", "yes", "YIZHENG_HTTPS 应为0 或 1，现在是“yes”；请改正。"),
        ("YIZHENG_SMS", "smpp", "YIZHENG_SMS 应为http、console之一，现在是“smpp”；请改正。"),
        ("YIZHENG_HOSTS", "https://a.cn", "YIZHENG_HOSTS 应为域名，逗号分隔，现在是“https://a.cn”；请改正。"),
        ("YIZHENG_ORIGINS", "a.cn", "YIZHENG_ORIGINS 应为网址，逗号分隔，不带路径，现在是“a.cn”；请改正。"),
        ("YIZHENG_CAS_SERVER", "https://a.cn/cas", "应为http(s):// 开头的网址，现在是“https://a.cn/cas”；请改正。"),
        ("DATABASE_URL", "mysql://u:secret@h/d", "DATABASE_URL 应为postgresql:// 开头的地址；请改正。"),
    ],
)
def test_a_malformed_variable_is_named_with_what_it_should_be(name: str, value: str, sentence: str) -> None:
    with pytest.raises(CannotStart) as refused:
        refuse_malformed({name: value})

    assert str(refused.value).endswith(sentence)


def test_what_is_well_formed_passes() -> None:
    refuse_malformed(
        {
            "YIZHENG_ORIGINS": "https://zx.example.gov.cn,https://zx.example.gov.cn:8443",
            "YIZHENG_HOSTS": "zx.example.gov.cn",
            "YIZHENG_HTTPS": "1",
            "YIZHENG_SMS": "",
            "DATABASE_URL": "postgresql://yizheng_app:p@127.0.0.1:5432/yizheng",
        }
    )


def test_every_command_says_the_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("YIZHENG_IDLE_MINUTES", "half an hour")

    assert cli.main(["manage", "check"]) == 1

    assert capsys.readouterr().err == (
        "✗ 环境变量 YIZHENG_IDLE_MINUTES 应为大于 0 的整数，现在是“half an hour”；请改正。\n"
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"YIZHENG_SECRET_KEY": "short"}, "只有5个字符"),
        ({**KEY, "YIZHENG_HTTPS": "1"}, "还需要设置 YIZHENG_ORIGINS"),
        ({**KEY, "YIZHENG_SMS": "http"}, "还需要设置 YIZHENG_SMS_URL"),
        ({**KEY, "YIZHENG_OIDC_ISSUER": "https://id.example"}, "还需要设置 YIZHENG_OIDC_CLIENT_ID"),
    ],
)
def test_production_names_what_belongs_together(given: dict[str, str], sentence: str) -> None:
    with pytest.raises(CannotStart, match=sentence):
        refuse_unfit_for_serving(given)


def test_a_misspelt_variable_is_remarked_with_a_guess() -> None:
    assert remarks({"YIZHENG_HTTP": "1", "YIZHENG_HTTPS": "1", "PATH": "/bin"}) == [
        "不认识环境变量 YIZHENG_HTTP，没有使用（是不是要写 YIZHENG_HTTPS？）。"
    ]
