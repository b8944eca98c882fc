"""The tokens: readable in both themes, used by every component, defined once."""

import re
from pathlib import Path

import pytest

UI = Path(__file__).parent.parent
TOKENS = (UI / "static/ui/tokens.css").read_text(encoding="utf-8")
STYLES = sorted((UI / "assets").rglob("*.css"))
TEXT = 4.5
GRAPHIC = 3.0

# What is written on what.
WRITTEN = [
    *[
        (ink, ground)
        for ink in ("ink", "text-soft", "text-faint", "link")
        for ground in ("paper", "surface", "sunken", "hover")
    ],
    *[
        (colour, ground)
        for colour in ("ok", "busy", "warn", "late", "over")
        for ground in ("surface", "sunken", f"{colour}-wash")
    ],
    *[("accent-text", ground) for ground in ("surface", "paper", "accent-wash")],
    *[("text-soft", f"{colour}-wash") for colour in ("accent", "warn")],
    *[("ink", f"{colour}-wash") for colour in ("ok", "warn", "over", "accent")],
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
    ("link", "warn-wash"),
    ("avatar-ink", "avatar"),
]
DRAWN = [("edge", "surface"), ("edge", "paper"), ("focus", "paper"), ("focus", "surface"), ("over-fill", "surface")]


def block(start: str) -> dict[str, str]:
    body = TOKENS[TOKENS.index(start) :]
    body = body[body.index("{") + 1 :]
    return dict(re.findall(r"--color-([a-z-]+): (#[0-9a-f]{6});", body[: body.index("}")]))


LIGHT = block(":root {")
CHOSEN_DARK = block('html[data-theme="dark"]')
MACHINE_DARK = block("html:not([data-theme])")
DARK = {**LIGHT, **CHOSEN_DARK}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), WRITTEN)
def test_text_is_readable(theme, ink, ground):
    assert contrast(theme[ink], theme[ground]) >= TEXT


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), DRAWN)
def test_edges_and_rings_can_be_seen(theme, line, ground):
    assert contrast(theme[line], theme[ground]) >= GRAPHIC


def test_both_ways_into_the_dark_are_the_same():
    assert CHOSEN_DARK == MACHINE_DARK


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_every_token_in_use_is_defined(style):
    text = style.read_text(encoding="utf-8")
    defined = {*re.findall(r"(--[a-z0-9-]+):", TOKENS), *re.findall(r"(--[a-z0-9-]+):", text)}

    assert set(re.findall(r"var\((--[a-z0-9-]+)", text)) - defined == set()


@pytest.mark.parametrize("style", sorted((UI / "assets/components").glob("*.css")), ids=lambda path: path.name)
def test_components_name_no_colour_of_their_own(style):
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)|rgba?\(", style.read_text(encoding="utf-8")) == []
