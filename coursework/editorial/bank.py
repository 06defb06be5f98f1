"""The items of a question bank as they are written, with their lines."""

from dataclasses import dataclass
from functools import cached_property

from coursework.content.yaml_files import Located
from coursework.editorial.sentences import plain


@dataclass(frozen=True)
class Choice:
    """One option, or one premise of a matching item; `line` is where its text stands."""

    text: str
    why: str
    key: bool
    line: int

    @cached_property
    def plain(self) -> str:
        """Return its text as it is read aloud."""
        return plain(self.text)


@dataclass(frozen=True)
class Item:
    """One question; `choices` are empty where there is nothing to choose among."""

    written: Located
    choices: tuple[Choice, ...]
    premises: tuple[Choice, ...]

    @property
    def id(self) -> str:
        """Return its id."""
        return self.field("id")

    @property
    def kind(self) -> str:
        """Return its kind."""
        return self.field("kind")

    @property
    def ask(self) -> str:
        """Return the question itself, as it is read aloud."""
        return plain(self.field("ask"))

    @cached_property
    def stem(self) -> str:
        """Return the stem with the question, as it is read aloud."""
        return plain(f"{self.field('stem')} {self.field('ask')}")

    @property
    def scenario(self) -> bool:
        """Say whether it is a short case that asks for a decision."""
        return bool(self.written.get("scenario", False))

    @property
    def single(self) -> bool:
        """Say whether one option among several is the answer."""
        return self.kind == "single_best"

    @property
    def keys(self) -> list[Choice]:
        """Return the right options."""
        return [choice for choice in self.choices if choice.key]

    @property
    def distractors(self) -> list[Choice]:
        """Return the wrong options."""
        return [choice for choice in self.choices if not choice.key]

    def field(self, name: str) -> str:
        """Return a text of it as written; empty when there is none."""
        return str(self.written.get(name, ""))

    def line_of(self, name: str) -> int:
        """Return the line of a field."""
        return self.written.line_of(name)


def items_in(bank: Located) -> tuple[Item, ...]:
    """Return the items of a bank that the loader accepts."""
    return tuple(
        Item(one, _choices(one.get("options")), _choices(one.get("premises")))
        for one in bank.get("questions", [])
    )


def _choices(written: object) -> tuple[Choice, ...]:
    if not isinstance(written, list):
        return ()
    return tuple(
        Choice(str(one["text"]), str(one["why"]), one.get("key") is True, one.line_of("text"))
        for one in written
    )
