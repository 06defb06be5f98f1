"""One question of each kind, and banks of them."""

from coursework.content.questions import (
    Matching,
    MultipleResponse,
    Numeric,
    Option,
    Ordering,
    Premise,
    Question,
    SingleBest,
    TrueFalse,
)

SHARED = {
    "digest": "0" * 32,
    "objective": "spread",
    "section": "spread",
    "level": "apply",
    "scenario": False,
    "stem": "",
    "ask": "Which?",
    "rationale": "So.",
}


def make_options(keys: str) -> tuple[Option, ...]:
    """Return an option for each letter: `k` for a key, anything else for a distractor."""
    return tuple(Option(text=f"Option {n}", key=one == "k", why="So.") for n, one in enumerate(keys))


def make_single_best(keys: str = "-k--", **more: object) -> SingleBest:
    """Return a question whose key is where the `k` stands."""
    return SingleBest(**(SHARED | {"id": "single", "options": make_options(keys)} | more))


def make_multiple_response(keys: str = "kk--", **more: object) -> MultipleResponse:
    """Return a question whose keys are where a `k` stands."""
    return MultipleResponse(**(SHARED | {"id": "multiple", "options": make_options(keys)} | more))


def make_matching(keys: tuple[int, ...] = (0, 2), options: int = 3, **more: object) -> Matching:
    """Return a question with one premise for each of `keys`."""
    premises = tuple(Premise(text=f"Premise {key}", key=key, why="So.") for key in keys)
    texts = tuple(f"Option {n}" for n in range(options))
    return Matching(**(SHARED | {"id": "matching", "options": texts, "premises": premises} | more))


def make_ordering(items: int = 4) -> Ordering:
    """Return a question with so many items, in the right order."""
    return Ordering(**SHARED, id="ordering", items=tuple(f"Item {n}" for n in range(items)))


def make_true_false(*, answer: bool = True) -> TrueFalse:
    """Return a statement."""
    return TrueFalse(**SHARED, id="statement", answer=answer)


def make_numeric(answer: str = "12.5", tolerance: str = "0.5", unit: str = "%") -> Numeric:
    """Return a question for a number."""
    return Numeric(**SHARED, id="numeric", answer=answer, tolerance=tolerance, unit=unit)


def one_of_each() -> list[Question]:
    """Return a question of every kind."""
    return [
        make_single_best(),
        make_multiple_response(),
        make_matching(),
        make_ordering(),
        make_true_false(),
        make_numeric(),
    ]


def key_of(question: Question) -> object:
    """Return the answer that earns the whole point."""
    match question:
        case SingleBest():
            return question.keys[0]
        case MultipleResponse():
            return question.keys
        case Matching(premises=premises):
            return [premise.key for premise in premises]
        case Ordering(items=items):
            return list(range(len(items)))
        case TrueFalse(answer=answer) | Numeric(answer=answer):
            return answer
    raise AssertionError(question)


def make_bank(**objectives: int) -> list[Question]:
    """Return a bank with so many questions for each objective."""
    return [
        make_single_best(id=f"{objective}-{number}", objective=objective)
        for objective, count in objectives.items()
        for number in range(count)
    ]
