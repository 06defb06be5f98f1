"""Colours: written once, named everywhere, and with contrast enough."""

import re
from pathlib import Path

import pytest

from coursework.front.colours import TOKENS, colours, contrast

STYLES = sorted(path for path in TOKENS.parent.glob("*.css") if path != TOKENS)
TEXT, GROUNDS = ("ink", "ink-2", "accent", "warn"), ("paper", "paper-2", "accent-tint", "warn-tint")


def test_black_on_white_has_the_greatest_contrast():
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert round(contrast("#ffffff", "#ffffff"), 2) == 1
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXT)
def test_text_holds_seven_to_one_on_every_ground_in_light_and_dark(text, ground):
    known = colours()

    assert contrast(known[text].light, known[ground].light) >= 7
    assert contrast(known[text].dark, known[ground].dark) >= 7


def test_the_words_of_a_filled_button_hold_seven_to_one():
    known = colours()

    for button in ("accent", "accent-2"):
        assert contrast(known["on-accent"].light, known[button].light) >= 7
        assert contrast(known["on-accent"].dark, known[button].dark) >= 7


@pytest.mark.parametrize("line", ["line-2", "accent", "warn"])
def test_the_lines_of_controls_hold_three_to_one(line):
    known = colours()

    for ground in ("paper", "paper-2"):
        assert contrast(known[line].light, known[ground].light) >= 3
        assert contrast(known[line].dark, known[ground].dark) >= 3


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_only_the_tokens_define_colours_and_sizes_of_type(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)

    assert re.findall(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsla?\(", text) == []
    assert re.findall(r"font-size: [\d.]+rem", text) == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_a_style_names_only_tokens_that_exist(path):
    defined = set(re.findall(r"(--[a-z0-9-]+):", TOKENS.read_text(encoding="utf-8")))

    assert set(re.findall(r"var\((--[a-z0-9-]+)", path.read_text(encoding="utf-8"))) - defined == set()


def test_every_font_is_named_and_every_name_is_a_font():
    named = set(re.findall(r"url\(\.\./fonts/([^)]+)\)", (TOKENS.parent / "site.css").read_text()))
    there = {path.name for path in Path(TOKENS.parent.parent, "fonts").glob("*.woff2")}

    assert named == there
