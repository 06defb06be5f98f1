"""The prose of a lecture made fit for paper: answers apart, no side notes, whole addresses."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from coursework.content.course import Section
from coursework.content.glossary import Term
from coursework.pdf import drawings

_CHECK = re.compile(
    r'<p class="lab">Self-check</p>(.*?)<details><summary>.*?</summary><div class="a">(.*?)</div></details>',
    re.DOTALL,
)
_SIDE = re.compile(r'<span class="side">.*?</span>', re.DOTALL)
_CITED = re.compile(r'([^\s<>]+)(<span class="cites">(?:<a\b[^>]*>[^<]*</a>)*</span>)')
_TERM = re.compile(r'href="/glossary#([^"]+)"')
_PART = re.compile(r"(?=<h2[ >])")


@dataclass(frozen=True)
class Answer:
    """The answer to a self-check, kept for the end; `number` counts through the lecture."""

    number: int
    html: Markup


@dataclass(frozen=True)
class PaperSection:
    """A section as it is printed."""

    section: Section
    html: Markup


class Paper:
    """Make the parts of one lecture fit for paper, in order."""

    def __init__(self, public_url: str) -> None:
        """Links into the course lead to `public_url`, without a slash at its end."""
        self.public_url = public_url
        self.answers: list[Answer] = []

    def sections(self, sections: Sequence[Section]) -> list[PaperSection]:
        """Return the sections; their answers are kept in `answers`."""
        return [PaperSection(section, self.prose(section.html)) for section in sections]

    def prose(self, html: str) -> Markup:
        """Return one part."""
        html = drawings.in_prose(_SIDE.sub("", html))
        html = _CITED.sub(r'<span class="held">\1\2</span>', html)  # no line begins with a number
        html = html.replace('href="/', f'href="{self.public_url}/')
        return Markup(_CHECK.sub(self._keep_answer, html))  # noqa: S704 (the course's own HTML)

    def _keep_answer(self, check: re.Match[str]) -> str:
        number = len(self.answers) + 1
        self.answers.append(Answer(number, Markup(check.group(2))))  # noqa: S704 (as above)
        return (
            f'<p class="lab" id="check-{number}">Self-check {number}</p>{check.group(1)}'
            f'<p class="see"><a href="#answer-{number}">Answer</a></p>'
        )


def parts_of(html: Markup) -> list[Markup]:
    """Return the parts of a handout: what comes before the first heading, and one for each heading."""
    return [Markup(part) for part in _PART.split(html) if part.strip()]  # noqa: S704 (the course's own HTML)


def terms_in(parts: Sequence[str], glossary: Mapping[str, Term]) -> list[Term]:
    """Return the terms of the glossary that the parts use, in the order of the alphabet."""
    used = {anchor for part in parts for anchor in _TERM.findall(part)}
    found = [term for key, term in glossary.items() if key.replace(" ", "-") in used]
    return sorted(found, key=lambda term: term.term.casefold())
