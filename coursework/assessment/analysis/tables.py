"""The figures of a test as a file for a spreadsheet."""

from markupsafe import Markup

from coursework.assessment.analysis.figures import TestFigures
from coursework.assessment.analysis.queries import Analysis, Group, Item
from coursework.assessment.analysis.rules import Answers, enough
from coursework.web.spreadsheets import csv_text, harmless

HEADS = (
    "question",
    "wording",
    "kind",
    "objective",
    "level",
    "n",
    "enough_to_judge",
    "facility",
    "facility_low",
    "facility_high",
    "item_rest",
    "item_rest_low",
    "item_rest_high",
    "answers",
    "left_open",
    "findings",
    "decision",
    "asked",
    "learners",
    "test_n",
    "test_mean",
    "test_median",
    "test_sd",
    "test_alpha",
    "test_alpha_pairs",
)


def csv_of(analysis: Analysis, group: Group | None = None) -> str:
    """Return one line a wording, with a line of names above; numbers with a point, shares from 0 to 1.

    Whose attempts they are and the figures of the whole test end each line, so that lines of several
    files can be put together.
    """
    end = [harmless(group.name) if group else "Everybody", *_of_test(analysis.whole)]
    return csv_text(HEADS, (_row(item) + end for item in analysis.items))


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
        _number(numbers[0]),
        "yes" if figures and enough(figures.n) else "no",
        *(_number(one) for one in numbers[1:]),
        harmless("; ".join(_counts(part) for part in item.answers)),
        str(item.left_open),
        harmless(" ".join(one.words for one in item.findings)),
        item.decision.value if item.decision else "",
        harmless(Markup(question.ask).striptags()),  # noqa: S704 (from the bank)
    ]


def _of_test(whole: TestFigures) -> list[str]:
    figures = (whole.n, whole.mean, whole.median, whole.sd, whole.alpha, whole.pairs)
    return [_number(one) for one in figures]


def _counts(part: Answers) -> str:
    """Return who answered what, each answer with its counts by score quarter."""
    line = f"line {part.line} " if part.line else ""
    rows = [(part.name(one), one.by_quarter) for one in part.choices]
    rows += [("other", part.others)] if sum(part.others) else []
    rows += [("open", part.left_open)]
    return "; ".join(f"{line}{name}: {'/'.join(map(str, counts))}" for name, counts in rows)


def _number(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4f}"
    return "" if value is None else str(value)
