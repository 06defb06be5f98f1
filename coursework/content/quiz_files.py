"""Read the question bank of a lecture."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path
from typing import Any

from markupsafe import Markup

from coursework.content.fields import Fields
from coursework.content.figures import drawing_in
from coursework.content.problems import Desk
from coursework.content.prose import Lines
from coursework.content.questions import (
    KINDS,
    Matching,
    MultipleResponse,
    Numeric,
    Option,
    Ordering,
    Premise,
    Question,
    SingleBest,
    TrueFalse,
    digest_of,
)
from coursework.content.references import Reference
from coursework.content.yaml_files import Located, yaml_file

LEVELS = ("recall", "apply", "analyse")
_MOST_OPTIONS = 5


class BankReader:
    """Reads one bank; every fault is reported with its line."""

    def __init__(self, path: Path, desk: Desk, references: dict[str, Reference], figures: Path) -> None:
        """Read `path`; sources come from `references`, figures from a folder."""
        self.path, self.desk, self.figures = path, desk, figures
        self.lines = Lines(references, partial(desk.report, path, 1))
        self.makers: dict[str, Callable[[Fields, dict[str, Any]], Question | None]] = {
            "single_best": self._single_best,
            "multiple_response": self._multiple_response,
            "matching": self._matching,
            "ordering": self._ordering,
            "true_false": self._true_false,
            "numeric": self._numeric,
        }

    def read(
        self, slug: str, objectives: set[str] | None, sections: set[str] | None, least: int
    ) -> tuple[Question, ...]:
        """Return the questions; they must point to `objectives` and `sections`, unless these are unknown."""
        mapping = yaml_file(self.path, self.desk)
        if mapping is None:
            return ()
        top = Fields(mapping, self.path, self.desk, "bank")
        if top.text("lecture") not in {slug, None}:
            top.fault("lecture", f"must be {slug}")
        written = top.items("questions", Located, least, "questions")
        top.no_others()
        bank: dict[str, Question] = {}
        for one in written:
            question = self._question(one, objectives, sections)
            if question is None:
                continue
            if question.id in bank:
                self.desk.report(self.path, one.line, f"the id {question.id!r} is used twice")
            bank[question.id] = question
        return tuple(bank.values())

    def _question(
        self, one: Located, objectives: set[str] | None, sections: set[str] | None
    ) -> Question | None:
        before = len(self.desk.problems)
        fields = Fields(one, self.path, self.desk, str(one.get("id", "question")))
        kind = fields.one_of("kind", tuple(KINDS))
        shared = self._shared(fields, one)
        if objectives is not None and shared["objective"] not in objectives | {None}:
            fields.fault("objective", f"the lecture has no objective {shared['objective']!r}")
        if sections is not None and shared["section"] not in sections | {None}:
            fields.fault("section", f"the lecture has no section {shared['section']!r}")
        question = self.makers[kind](fields, shared) if kind else None
        if kind:
            fields.no_others()
        return question if len(self.desk.problems) == before else None

    def _shared(self, fields: Fields, one: Located) -> dict[str, Any]:
        figure = fields.text("figure", "")
        drawing = figure and drawing_in(self.figures, figure, partial(fields.fault, "figure"))
        return {
            "id": fields.word("id"),
            "digest": digest_of(one),
            "objective": fields.text("objective"),
            "section": fields.text("section"),
            "level": fields.one_of("level", LEVELS),
            "scenario": fields.flag("scenario", default=False),
            "stem": self._html(fields, "stem", self.lines.block) if "stem" in one else "",
            "ask": self._html(fields, "ask", self.lines.line),
            "rationale": self._html(fields, "rationale", self.lines.block),
            "figure": drawing or "",
        }

    def _html(self, fields: Fields, key: str, render: Callable[[str], Markup]) -> str:
        """Return the HTML of a text; what is wrong in it is reported at its line."""
        self.lines.fault = partial(fields.fault, key)
        return str(render(fields.text(key) or ""))

    def _options(self, fields: Fields, low: int) -> tuple[Option, ...]:
        options = []
        for one in fields.items("options", Located, low, "options with `text` and `why`"):
            part = Fields(one, self.path, self.desk, fields.what)
            text, why = (self._html(part, name, self.lines.line) for name in ("text", "why"))
            options.append(Option(text=text, key=bool(part.flag("key", default=False)), why=why))
            part.no_others()
        return tuple(options)

    def _single_best(self, fields: Fields, shared: dict[str, Any]) -> Question:
        options = self._options(fields, 3)
        if options and [one.key for one in options].count(True) != 1:
            fields.fault("options", "exactly one option must have `key: true`")
        if len(options) > _MOST_OPTIONS:
            fields.fault("options", f"{_MOST_OPTIONS} options are the most")
        shuffle = bool(fields.flag("shuffle", default=True))
        return SingleBest(**shared, options=options, shuffle=shuffle)

    def _multiple_response(self, fields: Fields, shared: dict[str, Any]) -> Question:
        options = self._options(fields, 3)
        if options and len({one.key for one in options}) == 1:
            fields.fault("options", "needs at least one option with `key: true` and one without")
        shuffle = bool(fields.flag("shuffle", default=True))
        return MultipleResponse(**shared, options=options, shuffle=shuffle)

    def _matching(self, fields: Fields, shared: dict[str, Any]) -> Question:
        fields.known.add("options")
        written = fields.mapping.get("options")
        if not isinstance(written, Located) or not all(isinstance(one, str) for one in written.values()):
            fields.fault("options", "`options` must be a mapping such as {a: text, b: text}")
            written = Located()
        letters = list(written)
        self.lines.fault = partial(fields.fault, "options")
        options = tuple(str(self.lines.line(text)) for text in written.values())
        premises = []
        for one in fields.items("premises", Located, 2, "premises with `text`, `key` and `why`"):
            part = Fields(one, self.path, self.desk, fields.what)
            text, why = (self._html(part, name, self.lines.line) for name in ("text", "why"))
            key = part.text("key")
            part.no_others()
            if key in letters:
                premises.append(Premise(text=text, why=why, key=letters.index(key)))
            elif letters and key:
                part.fault("key", f"`key` must be one of {', '.join(letters)}")
        return Matching(
            **shared,
            options=options,
            premises=tuple(premises),
            shuffle=bool(fields.flag("shuffle", default=True)),
        )

    def _ordering(self, fields: Fields, shared: dict[str, Any]) -> Question:
        self.lines.fault = partial(fields.fault, "items")
        items = fields.items("items", str, 3, "texts in the right order")
        return Ordering(**shared, items=tuple(str(self.lines.line(text)) for text in items))

    def _true_false(self, fields: Fields, shared: dict[str, Any]) -> Question:
        return TrueFalse(**shared, answer=bool(fields.flag("answer")))

    def _numeric(self, fields: Fields, shared: dict[str, Any]) -> Question:
        values: dict[str, Any] = {}
        for key, default in (("answer", None), ("tolerance", "0")):
            fields.known.add(key)
            try:
                number = Decimal(str(fields.mapping.get(key, default)))
            except InvalidOperation:
                number = Decimal("NaN")
            if not number.is_finite() or (key == "tolerance" and number < 0):
                fields.fault(key, f"`{key}` must be a number" + (", not below 0" if default else ""))
            values[key] = str(number)
        return Numeric(**shared, **values, unit=fields.text("unit", ""))
