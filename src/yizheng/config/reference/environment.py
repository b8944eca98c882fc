"""The page of the environment variables."""

from __future__ import annotations

from yizheng.config.variables import Variable, variables

from .tables import page, table

HEADS = ["变量", "填什么", "不填时", "作用"]


def environment() -> str:
    """Write every variable, section by section."""
    lead = (
        "部署的人在环境文件里设置（docs/how-to/deploy.md）。填错的变量，任何命令都会用一句话指出来；不认识的 "
        "`YIZHENG_` 变量，`yizheng serve` 启动时会说明。短信、邮件、登录的用法见 channels.md 和 sign-in.md。"
    )
    known = variables()
    sections = dict.fromkeys(variable.section for variable in known)
    return page("环境变量", lead, [part for title in sections for part in _section(title, known)])


def _section(title: str, known: tuple[Variable, ...]) -> list[list[str]]:
    rows = [_row(variable) for variable in known if variable.section == title]
    return [[f"## {title}"], table(HEADS, rows)]


def _row(variable: Variable) -> list[str]:
    takes = "、".join(f"`{choice}`" for choice in variable.choices) or variable.kind.value
    return [f"`{variable.name}`", takes, variable.default, variable.meaning]
