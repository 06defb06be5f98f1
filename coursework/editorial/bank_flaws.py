"""What is wrong with a question bank as a whole."""

from collections import Counter
from collections.abc import Sequence
from statistics import mean

from coursework.editorial.bank import Item
from coursework.editorial.findings import Findings
from coursework.editorial.item_flaws import flaws_in
from coursework.editorial.playing import GUESSERS, TOO_OFTEN, betrayed, played
from coursework.editorial.vocabulary import stems_in
from coursework.editorial.written import WrittenLecture

FEWEST = 50
_LONGER_ON_THE_WHOLE = 1.15
_MOST_TRUE_FALSE = 0.1
_FEW = 2  # statements that may all be true, or all be false
_ENOUGH_TO_SPREAD = 12  # items with as many options, before their keys can be called uneven
_ALMOST_THE_SAME = 0.8  # of the content words of two items


def check_bank(lecture: WrittenLecture, findings: Findings) -> None:
    """Report the flaws of every item and of the bank."""
    for item in lecture.items:
        for kind, line, message in flaws_in(item):
            desk = findings.faults if kind == "fault" else findings.warnings
            desk.report(lecture.bank_path, line, message)
    for message in (*_mix(lecture.items), *_keys(lecture.items), *_plays(lecture.items)):
        findings.faults.report(lecture.bank_path, lecture.bank_line, f"bank: {message}")
    _check_twins(lecture, findings)


def _mix(items: Sequence[Item]) -> list[str]:
    kinds = Counter(item.kind for item in items)
    scenarios = sum(item.scenario for item in items)
    found = []
    if len(items) < FEWEST:
        found.append(
            f"has {len(items)} questions; a second try needs another paper, so write at least {FEWEST}"
        )
    if scenarios * 2 < len(items):
        found.append(
            f"{scenarios} of {len(items)} questions are scenarios; at least half must ask for a decision"
        )
    if kinds["single_best"] * 2 < len(items):
        found.append("fewer than half of the questions have a single best answer; most should")
    if kinds["true_false"] > len(items) * _MOST_TRUE_FALSE:
        found.append(f"{kinds['true_false']} questions are true or false; keep them below one in ten")
    said = {item.written.get("answer") for item in items if item.kind == "true_false"}
    if kinds["true_false"] > _FEW and len(said) == 1:
        found.append(
            "all statements to be judged are " + ("true" if True in said else "false") + "; mix them"
        )
    return found


def _keys(items: Sequence[Item]) -> list[str]:
    single = [item for item in items if item.single]
    if not single:
        return []
    found = []
    keys = mean(len(item.keys[0].plain) for item in single)
    others = mean(len(one.plain) for item in single for one in item.distractors)
    if keys > others * _LONGER_ON_THE_WHOLE:
        found.append(
            f"keys have {keys:.0f} letters on average and other options {others:.0f}; bring them together"
        )
    for count in sorted({len(item.choices) for item in single}):
        places = Counter(item.choices.index(item.keys[0]) for item in single if len(item.choices) == count)
        fair = places.total() / count
        spread = [places[place] for place in range(count)]
        if places.total() >= _ENOUGH_TO_SPREAD and (
            max(spread) > fair * 1.5 + 1 or min(spread) < fair / 2 - 1
        ):
            shown = ", ".join(map(str, spread))
            found.append(
                f"the key of {count} options stands {shown} times in first to last place; spread it evenly"
            )
    return found


def _plays(items: Sequence[Item]) -> list[str]:
    found = []
    for name, liking in GUESSERS.items():
        share = played(items, liking)
        if share >= TOO_OFTEN:
            ids = ", ".join(betrayed(items, liking)[:8])
            found.append(
                f"always choosing {name} is right in {float(share):.0%}; it must stay below "
                f"{float(TOO_OFTEN):.0%}. Rewrite some of: {ids}"
            )
    return found


def _check_twins(lecture: WrittenLecture, findings: Findings) -> None:
    """Report items that ask the same twice, or nearly so."""
    seen: list[tuple[Item, str, set[str]]] = []
    for item in lecture.items:
        text = " ".join(
            [item.stem, *sorted(choice.plain for choice in (*item.choices, *item.premises))]
        ).lower()
        content = stems_in(text)
        for other, its_text, its_content in seen:
            alike = len(content & its_content) / max(1, len(content | its_content))
            if text == its_text:
                findings.faults.report(
                    lecture.bank_path, item.written.line, f"{item.id}: asks the same as {other.id}"
                )
            elif alike > _ALMOST_THE_SAME:
                findings.warnings.report(
                    lecture.bank_path, item.written.line, f"{item.id}: asks almost the same as {other.id}"
                )
        seen.append((item, text, content))
