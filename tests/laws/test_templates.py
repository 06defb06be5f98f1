"""Templates hold no script, no style, no form without its token."""

import ast
import re
from html.parser import HTMLParser

import pytest

from tests.laws.houses import PACKAGE, package_modules

TEMPLATES = sorted(
    [*(PACKAGE / "templates").rglob("*.html"), *(PACKAGE / "pdf" / "templates").rglob("*.html")]
)
SCRIPTS = sorted((PACKAGE / "static" / "js").glob("*.js"))
TEXT_INTO_MARKUP = re.compile(
    r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|srcdoc|eval|Function|setHTMLUnsafe)\b|\bdocument\.write"
)
MACROS = sorted((PACKAGE / "templates" / "macros").glob("*.html"))
IDS = {"ids": lambda path: "/".join(path.parts[-2:])}
STYLE_GUIDE = "".join(
    path.read_text(encoding="utf-8") for path in sorted((PACKAGE / "templates" / "front").rglob("*.html"))
)


JINJA = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
TOKEN = "-a-token-"
GIVES_TOKEN = re.compile(r"\b(?:_sent|form_tag|button_form|csrf_token)\(")
FOREIGN = re.compile(r"(?:[a-z][a-z+.-]*:)?[/\\]{2}", re.IGNORECASE)
FETCHING = {"src", "srcset", "href", "xlink:href", "action", "formaction", "poster", "data", "ping"}


def stand_in(tag):
    """Return what stands for a Jinja tag: a token, an address written in it, or nothing much."""
    code = tag[0]
    if code.startswith("{#"):
        return ""
    if GIVES_TOKEN.search(code):
        return TOKEN
    address = re.search(r"""['"]((?:https?:)?//[^'"]*)""", code)
    return address[1] if address else "x" if code.startswith("{{") else ""


class Faults(HTMLParser):
    """What is wrong in a template, by kind, as the browser would read it."""

    def __init__(self, text):
        super().__init__()
        self.inline, self.foreign, self.forms, self.open_form = [], [], [], None
        self.feed(JINJA.sub(stand_in, text))
        self.close()

    def handle_starttag(self, tag, attrs):
        told = {name: value or "" for name, value in attrs}
        if tag == "style" or (tag == "script" and "src" not in told):
            self.inline.append(tag)
        for name, written in attrs:
            value = re.sub(r"\s", "", written or "")
            if name == "style" or name.startswith("on") or value.lower().startswith("javascript:"):
                self.inline.append(f"{tag} {name}")
            if name in FETCHING and FOREIGN.match(value):
                self.foreign.append(f"{tag} {name}={value}")
        if tag == "form":
            posts = told.get("method", "").lower() not in {"", "get", "dialog"}
            self.open_form = {"action": told.get("action"), "posts": posts, "token": False}
            self.forms.append(self.open_form)
        elif self.open_form:
            self.open_form["posts"] |= told.get("formmethod", "").lower() == "post"
            self.open_form["token"] |= tag == "input" and TOKEN in told.get("value", "")

    def handle_data(self, data):
        if self.open_form and TOKEN in data:
            self.open_form["token"] = True

    def handle_endtag(self, tag):
        if tag == "form":
            self.open_form = None


@pytest.mark.parametrize("path", TEMPLATES, **IDS)
def test_a_template_has_no_inline_script_or_style(path):
    # A mail and a file for the desk fetch no style sheet.
    alone = path.parts[-2:] in {("mail", "letter.html"), ("desk", "export_file.html")}
    allowed = ["style"] if alone else []

    assert Faults(path.read_text(encoding="utf-8")).inline == allowed


@pytest.mark.parametrize("path", TEMPLATES, **IDS)
def test_a_form_that_posts_carries_its_token(path):
    forms = Faults(path.read_text(encoding="utf-8")).forms

    # Whoever changes a stranger's colours does no harm.
    bare = [one for one in forms if one["posts"] and not one["token"]]

    # Whoever changes a stranger's colours does no harm.
    assert [one for one in bare if one["action"] != "/theme"] == []


@pytest.mark.parametrize("path", TEMPLATES, **IDS)
def test_nothing_is_fetched_from_another_host(path):
    assert Faults(path.read_text(encoding="utf-8")).foreign == []


def test_every_environment_escapes_what_it_is_given():
    made = [
        (module.label, {word.arg: ast.unparse(word.value) for word in node.keywords})
        for module in package_modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Environment")
    ]

    # `Environment` of the settings reads variables and knows no templates.
    assert [(where, told.get("autoescape")) for where, told in made if "settings" not in where] == [
        ("coursework/pdf/documents.py", "True")
    ]


@pytest.mark.parametrize("path", TEMPLATES, **IDS)
def test_no_template_switches_escaping_off(path):
    assert not re.search(r"{%-?\s*autoescape", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SCRIPTS, **IDS)
def test_no_script_makes_markup_or_code_of_a_text(path):
    assert TEXT_INTO_MARKUP.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", MACROS, **IDS)
def test_every_macro_is_shown_in_the_style_guide(path):
    macros = re.findall(r"{%-? macro ([a-z]\w*)", path.read_text(encoding="utf-8"))

    assert [name for name in macros if not re.search(rf"\b{name}\(", STYLE_GUIDE)] == []
