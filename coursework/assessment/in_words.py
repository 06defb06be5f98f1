"""Answers as somebody would read them."""

from typing import Any

from markupsafe import Markup

from coursework.content.answers import Answer
from coursework.content.questions import (
    Matching,
    MultipleResponse,
    Numeric,
    Ordering,
    Question,
    SingleBest,
    TrueFalse,
)


def plain(html: str) -> str:
    """Return what is written in a text of the bank, without its tags."""
    return Markup(html).striptags()  # noqa: S704 (from the bank)


def in_words(question: Question, answer: Answer | None) -> Any:
    """Return an answer as values with words in them; None where it was taken back."""
    match question, answer:
        case (SingleBest(options=options), int()):
            return plain(options[answer].text)
        case (MultipleResponse(options=options), list()):
            return [plain(options[place].text) for place in answer]
        case (Matching(options=options, premises=premises), list()):
            pairs = zip(premises, answer, strict=True)
            return {plain(one.text): plain(options[at]) if at >= 0 else None for one, at in pairs}
        case (Ordering(items=items), list()):
            return [plain(items[place]) if place >= 0 else None for place in answer]
        case (Numeric(unit=unit), str()):
            return f"{answer} {unit}".strip()
    return answer


def said(question: Question, answer: Answer) -> str:
    """Say an answer in which nothing is open on one line; a number with its tolerance."""
    match question:
        case TrueFalse():
            return "True" if answer else "False"
        case Numeric():
            key = question.with_key(str(answer))
            about = f", give or take {key.tolerance}" if key.tolerance != "0" else ""
            return f"{in_words(key, key.answer)}{about}"
    match in_words(question, answer):
        case dict() as pairs:
            return "; ".join(f"{quoted(one)} with {quoted(other)}" for one, other in pairs.items())
        case list() as several:
            return ", ".join(map(quoted, several))
        case one:
            return quoted(one)


def quoted(text: str) -> str:
    """Return a text in quotation marks, once: some options bring their own."""
    return text if text.startswith("\u201c") and text.endswith("\u201d") else f"\u201c{text}\u201d"
