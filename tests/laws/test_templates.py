"""Templates hold no script, no style, no form without its token."""

import re

import pytest

from tests.laws.houses import PACKAGE

TEMPLATES = sorted((PACKAGE / "templates").rglob("*.html"))
MACROS = sorted((PACKAGE / "templates" / "macros").glob("*.html"))
IDS = {"ids": lambda path: "/".join(path.parts[-2:])}
STYLE_GUIDE = "".join(
    path.read_text(encoding="utf-8") for path in sorted((PACKAGE / "templates" / "front").rglob("*.html"))
)


@pytest.mark.parametrize("path", TEMPLATES, **IDS)
def test_a_template_has_no_inline_script_or_style(path):
    text = path.read_text(encoding="utf-8")

    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\bsrc=)", text) == []


@pytest.mark.parametrize("path", TEMPLATES, **IDS)
def test_a_form_that_posts_carries_its_token(path):
    text = path.read_text(encoding="utf-8")
    forms = re.findall(r"<form\b(?:(?!</form>).)*", text, re.DOTALL)
    posting = [form for form in forms if re.search(r'method="post"', form)]

    assert [
        form[:80]
        for form in posting
        if "csrf_token" not in form and "_sent(" not in form and 'action="/theme"' not in form
    ] == []


@pytest.mark.parametrize("path", TEMPLATES, **IDS)
def test_nothing_is_fetched_from_another_host(path):
    text = path.read_text(encoding="utf-8")

    assert re.findall(r'(?:src|href)="(?:https?:)?//', text) == []


@pytest.mark.parametrize("path", MACROS, **IDS)
def test_every_macro_is_shown_in_the_style_guide(path):
    macros = re.findall(r"{%-? macro ([a-z]\w*)", path.read_text(encoding="utf-8"))

    assert [name for name in macros if not re.search(rf"\b{name}\(", STYLE_GUIDE)] == []
