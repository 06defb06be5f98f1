"""The figures of a test as a file for a spreadsheet."""

from markupsafe import Markup

from coursework.assessment.analysis.queries import Analysis, Item
from coursework.web.spreadsheets import csv_text, harmless

HEADS = (
    "question",
    "wording",
    "kind",
    "objective",
    "level",
    "n",
    "facility",
    "facility_low",
    "facility_high",
    "item_rest",
    "item_rest_low",
    "item_rest_high",
    "chosen",
    "findings",
    "decision",
    "asked",
)


def csv_of(analysis: Analysis) -> str:
    """Return one line a wording, with a line of names above; numbers with a point, shares from 0 to 1."""
    return csv_text(HEADS, (_row(item) for item in analysis.items))


def _row(item: Item) -> list[str]:
    figures, question = item.figures, item.question
    numbers: list[object] = [""] * 7
    if figures is not None:
        r = figures.item_rest_interval
        share = figures.facility_interval
        numbers = [figures.n, figures.facility, share.low, share.high, figures.item_rest]
        numbers += [r.low, r.high] if r else [None, None]
    return [
        harmless(question.id),
        str(item.version_id),
        question.kind,
        harmless(question.objective),
        question.level,
        *(_number(one) for one in numbers),
        " ".join(f"{one.letter}:{'/'.join(map(str, one.by_quarter))}" for one in item.choices),
        harmless(" ".join(one.words for one in item.findings)),
        item.decision.value if item.decision else "",
        harmless(Markup(question.ask).striptags()),  # noqa: S704 (from the bank)
    ]


def _number(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4f}"
    return "" if value is None else str(value)
