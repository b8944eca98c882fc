"""The environment a person wrote: a wrong value is one clear sentence before anything starts."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlsplit

from yizheng.config.variables import Kind, Variable, variables
from yizheng.launch.errors import CannotStart

LEAST_KEY_CHARACTERS = 50


def refuse_malformed(environment: Mapping[str, str]) -> None:
    """Check the shape of every variable that is set. Raises: CannotStart, naming it; a secret is not repeated."""
    for variable in variables():
        value = environment.get(variable.name, "")
        if value and not _fits(variable, value):
            raise CannotStart(f"环境变量 {variable.name} 应为{_expected(variable)}{_shown(variable, value)}；请改正。")


def refuse_unfit_for_serving(environment: Mapping[str, str]) -> None:
    """Check what only production needs. Raises: CannotStart with the first thing that is missing or does not fit."""
    for sentence in _faults_of_serving(environment):
        raise CannotStart(sentence)


def remarks(environment: Mapping[str, str]) -> list[str]:
    """Return a sentence for each variable that nothing reads: a typing error, or one of a newer release."""
    known = [variable.name for variable in variables()]
    unknown = sorted(name for name in environment if name.startswith("YIZHENG_") and name not in known)
    return [f"不认识环境变量 {name}，没有使用{_guess(name, known)}。" for name in unknown]


def _faults_of_serving(environment: Mapping[str, str]) -> Iterator[str]:
    key = environment.get("YIZHENG_SECRET_KEY", "")
    if not key:
        yield "正式运行需要设置 YIZHENG_SECRET_KEY（至少50个随机字符，妥善保存，不要写进备份）。"
    if len(key) < LEAST_KEY_CHARACTERS:
        yield f"YIZHENG_SECRET_KEY 只有{len(key)}个字符，至少要{LEAST_KEY_CHARACTERS}个。"
    for name in ("YIZHENG_DEBUG", "YIZHENG_DEMO"):
        if environment.get(name) == "1":
            yield f"正式运行不允许 {name}=1；请从环境中去掉它。"
    for name, needed, why in _TOGETHER:
        if environment.get(name) not in (None, "", "0", "console") and not environment.get(needed):
            yield f"设置了 {name}，还需要设置 {needed}（{why}）。"


_TOGETHER = (
    ("YIZHENG_HTTPS", "YIZHENG_ORIGINS", "对外的 https 网址，否则表单会被拒绝"),
    ("YIZHENG_SMS", "YIZHENG_SMS_URL", "短信网关的网址"),
    ("YIZHENG_OIDC_ISSUER", "YIZHENG_OIDC_CLIENT_ID", "登记的客户端标识"),
)


def _expected(variable: Variable) -> str:
    return "、".join(variable.choices) + "之一" if variable.choices else variable.kind.value


def _shown(variable: Variable, value: str) -> str:
    hidden = variable.kind in (Kind.SECRET, Kind.DATABASE, Kind.TEXT)  # an address holds a password
    return "" if hidden else f"，现在是“{value}”"


def _guess(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"（是不是要写 {near[0]}？）" if near else ""


def _fits(variable: Variable, value: str) -> bool:
    test = _TESTS.get(variable.kind)
    return test is None or test(variable, value)


def _is_database(_variable: Variable, value: str) -> bool:
    return value.startswith(("postgresql://", "postgres://"))


def _is_url(variable: Variable, value: str) -> bool:
    return value.startswith(("http://", "https://")) and (variable.name != "YIZHENG_CAS_SERVER" or value[-1] == "/")


def _are_origins(_variable: Variable, value: str) -> bool:
    parts = [urlsplit(origin) for origin in value.split(",") if origin]
    return all(part.scheme in ("http", "https") and part.netloc and not part.path for part in parts)


_TESTS: dict[Kind, Callable[[Variable, str], bool]] = {
    Kind.FLAG: lambda _, value: value in ("0", "1"),
    Kind.COUNT: lambda _, value: value.isdecimal() and int(value) > 0,
    Kind.CHOICE: lambda variable, value: value in variable.choices,
    Kind.DATABASE: _is_database,
    Kind.URL: _is_url,
    Kind.ORIGINS: _are_origins,
    Kind.HOSTS: lambda _, value: "/" not in value and " " not in value,
}
