"""The paper as a form: what its fields are called, and the answers in what was sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from coursework.assessment.queries import Line
from coursework.content.answers import Answer, AnswerNotUnderstoodError
from coursework.content.questions import Matching, MultipleResponse, Numeric, Ordering, SingleBest, TrueFalse

_OPEN = -1
_DIGITS = 9  # of a revision that a form names


@dataclass
class SentPaper:
    """A form that was sent: its answers (None: taken back), and a sentence for each that is none.

    `seen` are the revisions that the page showed; `flag` is the question whose flag is to be turned;
    `sure` that open questions are meant to stay open.
    """

    answers: dict[int, Answer | None] = field(default_factory=dict)
    faults: dict[int, str] = field(default_factory=dict)
    seen: dict[int, int] = field(default_factory=dict)
    flag: int | None = None
    wants_in: bool = False
    sure: bool = False


def answers_in(form: MultiDict[str, str], lines: Sequence[Line]) -> SentPaper:
    """Return what was answered on the page; what is not on it, or was left open, is not among it."""
    sent = SentPaper(wants_in=form.get("do") == "submit", sure=form.get("sure") == "1")
    on_page = form.getlist("on_page")
    for line in lines:
        if f"flag-{line.position}" in form:
            sent.flag = line.position
        if str(line.position) not in on_page:
            continue
        seen = form.get(f"seen-{line.position}", "")
        sent.seen[line.position] = int(seen) if seen.isdecimal() and len(seen) < _DIGITS else line.revision
        try:
            value = _value(form, line)
            if value is not None:
                sent.answers[line.position] = line.question.accepted(line.question.meant(value, line.order))
            elif line.question.kind == "numeric" and line.answer is not None:
                sent.answers[line.position] = None
        except AnswerNotUnderstoodError as fault:
            sent.faults[line.position] = str(fault)
    return sent


def _value(form: MultiDict[str, str], line: Line) -> object:  # noqa: PLR0911 (one for each kind)
    """Return the shown value of one question's fields, or None where nothing was chosen."""
    name = f"q{line.position}"
    match line.question:
        case SingleBest():
            return _place(form.get(name))
        case MultipleResponse():
            chosen = [_place(one) for one in form.getlist(name)]
            return chosen or (None if line.answer is None else [])
        case TrueFalse():
            return {"true": True, "false": False}.get(form.get(name, ""))
        case Matching(premises=premises):
            return _filled([_place(form.get(f"{name}-{row}")) for row in range(len(premises))], line)
        case Ordering(items=items):
            return _filled(_order(form, name, len(items)), line)
        case Numeric():
            return form.get(name, "").strip() or None
    return None


def _place(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) <= 3 else None  # noqa: PLR2004


def _filled(chosen: list[int | None], line: Line) -> list[int] | None:
    filled = [_OPEN if one is None else one for one in chosen]
    return filled if line.answer is not None or any(one != _OPEN for one in filled) else None


def _order(form: MultiDict[str, str], name: str, count: int) -> list[int | None]:
    """Turn the place given to each shown item into the item at each place."""
    order: list[int | None] = [None] * count
    for item in range(count):
        place = _place(form.get(f"{name}-{item}"))
        if place is None or place >= count:
            continue
        if order[place] is not None:
            message = f"Two items have place {place + 1}; give each item one place."
            raise AnswerNotUnderstoodError(message)
        order[place] = item
    return order
