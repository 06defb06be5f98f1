"""What the style guide shows: the real renderer, forms and colours at work on samples."""

from functools import cache
from pathlib import Path
from typing import Any

from markupsafe import Markup
from wtforms import BooleanField, EmailField, PasswordField, RadioField, SelectField, TextAreaField

from coursework.content.glossary import read_glossary
from coursework.content.problems import CourseFaultError, Desk
from coursework.content.prose import Prose
from coursework.content.references import Reference, read_references
from coursework.front.colours import colours, contrast
from coursework.web.forms import PageForm

SAMPLES = Path(__file__).resolve().parent / "specimen"
_TEXT = ("ink", "ink-2", "accent", "warn")
_PACES: Any = ["Once a week", "Never"]  # the library takes plain words; its type stubs do not know yet
_ZONES: Any = ["UTC", "Europe/Budapest"]
_GROUNDS = ("paper", "paper-2", "accent-tint", "warn-tint")


class SampleForm(PageForm):
    """One field of each kind."""

    email = EmailField("E-mail address", render_kw={"autocomplete": "off"})
    password = PasswordField("Password", render_kw={"autocomplete": "off"})
    keep = BooleanField("Keep me signed in")
    pace = RadioField("How often shall we write?", choices=_PACES)
    zone = SelectField("Time zone", choices=_ZONES)
    word = TextAreaField("A word to the authors")


def sample_forms() -> tuple[SampleForm, SampleForm]:
    """Return the form as it is sent, and as it comes back when two things are wrong."""
    plain, wrong = SampleForm(formdata=None), SampleForm(formdata=None, prefix="wrong-")
    wrong.email.data = "rahel.example.org"
    wrong.email.errors = ["This does not look like an e-mail address, such as name@hospital.org."]
    wrong.password.errors = ["Use at least 10 characters; a few words in a row are good."]
    return plain, wrong


@cache
def sample_text() -> tuple[Markup, tuple[Reference, ...]]:
    """Return a text with every block of the format, and the sources it cites."""
    desk = Desk(SAMPLES)
    references = read_references(SAMPLES / "references.yaml", desk)
    terms = read_glossary(SAMPLES / "glossary.yaml", references, desk)
    path = SAMPLES / "text.md"
    prose = Prose(0, references, terms, SAMPLES, lambda fault: desk.report(path, 1, fault))
    html = prose.html(path.read_text(encoding="utf-8"))
    if desk.problems:
        raise CourseFaultError(desk.problems)
    return html, tuple(references[key] for key in prose.cited)


def contrasts() -> list[tuple[str, str, list[tuple[float, float]]]]:
    """Return for each text colour its use and its contrast, light and dark, on each ground."""
    known = colours()
    return [
        (
            name,
            known[name].use,
            [
                (
                    contrast(known[name].light, known[ground].light),
                    contrast(known[name].dark, known[ground].dark),
                )
                for ground in _GROUNDS
            ],
        )
        for name in _TEXT
    ]
