"""Item-writing flaws of a single question."""

import re
from collections.abc import Callable, Iterator

from coursework.editorial.bank import Item
from coursework.editorial.sentences import plain
from coursework.editorial.vocabulary import absolutes_in, forms_in, stems_in

Flaw = tuple[str, int, str]  # "fault" or "warning", the line, the sentence
FEWEST_WORDS_WHY, FEWEST_WORDS_RATIONALE = 3, 5
_ABOVE = re.compile(
    r"\b(?:all|none|both|neither|any|most) of (?:the )?(?:above|these|those|them|options|answers)\W*$"
    r"|\bthe above\b|^(?:both )?[a-e] and [a-e]\W*$",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(
    r"(?<!but )(?<!and )(?<!or )(?<!, )\bnot\b(?! only)|\bexcept\b(?! for)|(?<!at )\bleast\b"
    r"|\w+n['\u2019]t\b|\bcannot\b",
    re.IGNORECASE,
)
_MEANT = re.compile(r"\b(?:NOT|EXCEPT|LEAST)\b|\*\*?(?:not|except|least|cannot)\*\*?")
_YEAR = re.compile(
    r"(?:(?:in|about|since|before|after|by|from) )?(?:1[89]|20)\d\d(?:(?: to |-|\u2013)\d{2,4})?",
    re.IGNORECASE,
)
_PEOPLE = (
    r"(?:active |daily |monthly )?(?:users?|accounts?|followers?|members?|subscribers?|downloads?|visitors?)"
)
_COUNT = re.compile(
    r"(?:about |over |under |almost |nearly |more than |fewer than |less than )?\d[\d.,]*"
    rf"(?: (?:thousand|million|billion)(?: {_PEOPLE})?| {_PEOPLE})",
    re.IGNORECASE,
)
_ASKED = re.compile(
    rf"\b(?:in|since|by) (?:which|what) year\b|\bhow many (?:\w+ )?{_PEOPLE}\b(?! (?:did|would|were))",
    re.IGNORECASE,
)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5}
_COUNTED = re.compile(r"\b[Ww](?:hich|hat) (two|three|four|five)\b")
_FAR_LONGER, _FAR_MORE = 1.5, 15  # times the next, and letters more than it


def flaws_in(item: Item) -> Iterator[Flaw]:
    """Yield every flaw of an item."""
    for rule in RULES:
        for kind, line, message in rule(item):
            yield kind, line, f"{item.id}: {message}"


def _thin_reasons(item: Item) -> Iterator[Flaw]:
    for choice in (*item.choices, *item.premises):
        if len(plain(choice.why).split()) < FEWEST_WORDS_WHY:
            yield "fault", choice.line, f"say why in a sentence, not only {plain(choice.why)!r}"
    whys = [plain(choice.why).lower() for choice in item.choices]
    for choice, why in zip(item.choices, whys, strict=True):
        if whys.count(why) > 1:
            yield (
                "fault",
                choice.line,
                "two options have the same `why`; say what is wrong in each",
            )
    if len(plain(item.field("rationale")).split()) < FEWEST_WORDS_RATIONALE:
        yield (
            "fault",
            item.line_of("rationale"),
            "the rationale teaches nothing yet; say what is to be remembered",
        )


def _above(item: Item) -> Iterator[Flaw]:
    for choice in item.choices:
        if _ABOVE.search(choice.plain):
            yield "fault", choice.line, f"replace {choice.plain!r} by an option that can stand alone"


def _negative(item: Item) -> Iterator[Flaw]:
    asked = re.split(r"(?<=[.?!:;])\s+", item.ask)[-1]
    found = _NEGATIVE.search(asked)
    if found and not _MEANT.search(item.field("ask")):
        word = found.group()
        message = f"asks with {word!r}; turn it round, or, where the exception is the skill, write **{word}**"
        yield "fault", item.line_of("ask"), message


def _absolute(item: Item) -> Iterator[Flaw]:
    with_them = [choice for choice in item.choices if absolutes_in(choice.plain)]
    if not item.single or len({choice.key for choice in with_them}) != 1:
        return  # none, or one in the key and one beside it: nothing is given away
    for choice in with_them:
        words = ", ".join(sorted(absolutes_in(choice.plain)))
        if choice.key:
            yield (
                "warning",
                choice.line,
                f"{words!r} stands in the key only; rephrase, or use it in another option",
            )
        else:
            yield (
                "fault",
                choice.line,
                f"{words!r} gives away that this option is wrong; rephrase, or use it in the key",
            )


def _long_key(item: Item) -> Iterator[Flaw]:
    if not item.single:
        return
    key, others = len(item.keys[0].plain), max(len(one.plain) for one in item.distractors)
    if key >= others * _FAR_LONGER and key >= others + _FAR_MORE:
        yield (
            "warning",
            item.keys[0].line,
            "the key is by far the longest option; shorten it, or fill the others",
        )


def _echo(item: Item) -> Iterator[Flaw]:
    if not item.single:
        return
    stem, key = stems_in(item.stem), forms_in(item.keys[0].plain)
    others = [stem & stems_in(one.plain) for one in item.distractors]
    shared = (stem & key.keys()).difference(*others)
    if shared:
        words = ", ".join(repr(key[one]) for one in sorted(shared))
        leads = len(stem & key.keys()) > max(map(len, others))
        message = f"{words} of the stem is in the key only; use another word, or use it in a wrong option too"
        yield "fault" if leads else "warning", item.keys[0].line, message


def _twice(item: Item) -> Iterator[Flaw]:
    seen: set[str] = set()
    for choice in item.choices:
        text = choice.plain.lower().rstrip(" .")
        if text in seen:
            yield "fault", choice.line, f"the option {choice.plain!r} is there twice"
        seen.add(text)


def _unlike(item: Item) -> Iterator[Flaw]:
    texts = [choice.plain for choice in item.choices]
    if len({text[-1:] in ".?!" for text in texts}) > 1:
        yield (
            "fault",
            item.line_of("options"),
            "some options end with a full stop and some do not; end all alike",
        )
    if len({text[0].isupper() for text in texts if text[:1].isalpha()}) > 1:
        yield (
            "fault",
            item.line_of("options"),
            "some options begin with a capital and some do not; begin all alike",
        )


def _dates_and_counts(item: Item) -> Iterator[Flaw]:
    texts = [choice.plain.rstrip(".") for choice in item.choices]
    for what, pattern in (("years", _YEAR), ("counts of users", _COUNT)):
        if texts and all(pattern.fullmatch(text) for text in texts):
            yield (
                "fault",
                item.line_of("options"),
                f"the options are all {what}; ask for what follows from them",
            )
            return
    if _ASKED.search(item.ask):
        yield (
            "fault",
            item.line_of("ask"),
            "turns on a date or a user count; ask for what follows from it",
        )


def _miscounted(item: Item) -> Iterator[Flaw]:
    found = _COUNTED.search(item.ask)
    if found and item.kind == "multiple_response" and _NUMBERS[found.group(1)] != len(item.keys):
        yield (
            "fault",
            item.line_of("ask"),
            f"asks for {found.group(1)}, but {len(item.keys)} options have `key: true`",
        )


RULES: tuple[Callable[[Item], Iterator[Flaw]], ...] = (
    _thin_reasons,
    _above,
    _negative,
    _absolute,
    _long_key,
    _echo,
    _twice,
    _unlike,
    _dates_and_counts,
    _miscounted,
)
