"""The words of a question that carry its meaning, and those that give an answer away."""

import re

_EMPTY = """
    about above after again against also although among another because been before being below best
    better between both cannot case comes could does doing done down during each either else enough even
    ever every first following from gave give given gives goes going good have having here hers herself
    himself into itself just keep know known last less like made make makes many mean means more most
    much must near need needs never next none only onto other others otherwise over people person
    question right said same says shall should show shown shows since some someone something still such
    take takes tell tells than that their them then there these they thing things think this those three
    through told true twice under until upon used uses using very want wants well were what when where
    whether which while whom whose will with within without would wrong year years your yours yourself
"""
NO_CONTENT = frozenset(_EMPTY.split())
_SHORTEST = 4
_WORD = re.compile(r"[a-z][a-z'\u2019-]*[a-z]")
_ENDINGS = re.compile(r"(?:ingly|edly|ings?|ations?|ments?|ness|ies|ied|es|ed|ly|er|ers|s|e|y)$")

_UNLESS_BEFORE = "".join(rf"(?<!{word} )" for word in ("at", "after", "above", "nearly", "almost", "not"))
_EACH_SO_OFTEN = (
    r"every(?! \w*day\b| week| month| year| hour| morning| night| few| other| second| two| three)"
)
_TOGETHER = r"all(?! the same| alike| three| four| of the (?:two|three|four))"
ABSOLUTE = re.compile(
    r"\b(always|never|only(?! when| if| after)|nobody|everybody|everyone|no one|completely|entirely"
    r"|invariably|impossible|certainly|without exception"
    rf"|{_UNLESS_BEFORE}{_TOGETHER}|{_UNLESS_BEFORE}{_EACH_SO_OFTEN})\b",
    re.IGNORECASE,
)
HEDGED = re.compile(
    r"\b(may|might|could|can|often|usually|sometimes|some|probably|perhaps|possibly|likely|tends?|seldom|rarely"
    r"|generally|mostly|partly|depends?|depending|unless|if|about|as far as|at times|in part|not yet|seems?"
    r"|appears?)\b",
    re.IGNORECASE,
)


def stems_in(text: str) -> set[str]:
    """Return the content words of a text, cut to what their forms share."""
    return set(forms_in(text))


def forms_in(text: str) -> dict[str, str]:
    """Return the content words of a text by what their forms share: `share` for *shared* and *sharing*."""
    words = _WORD.findall(text.lower().replace("\u2019", "'"))
    return {_cut(word): word for word in words if len(word) >= _SHORTEST and word not in NO_CONTENT}


def _cut(word: str) -> str:
    word = word.removesuffix("'s")
    cut = _ENDINGS.sub("", word)
    return cut if len(cut) >= _SHORTEST else word


def absolutes_in(text: str) -> set[str]:
    """Return the absolute words of a text, in lower case."""
    return {word.lower() for word in ABSOLUTE.findall(text)}


def hedges_in(text: str) -> int:
    """Count the words of a text that take something back."""
    return len(HEDGED.findall(text))
