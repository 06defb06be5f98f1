"""Papers and the right answers to them."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from coursework.assessment.beginning import Terms, begin_attempt
from coursework.assessment.queries import Line, paper_of
from coursework.content.policies import Policy
from coursework.content.questions import (
    Matching,
    MultipleResponse,
    Numeric,
    Ordering,
    SingleBest,
    TrueFalse,
)
from tests.conftest import NOON

TEST = "/lectures/01-first/test"
ATTEMPTS = "/lectures/01-first/attempts"


def begin(client: FlaskClient) -> str:
    """Begin a test and return the address of the paper."""
    return str(client.post(ATTEMPTS).headers["Location"])


def key_of(line: Line) -> Any:
    """Return the right answer, as positions on this paper."""
    question = line.question
    match question:
        case SingleBest():
            return question.shown(question.keys[0], line.order)
        case MultipleResponse():
            return question.shown(question.keys, line.order)
        case Matching():
            return question.shown([premise.key for premise in question.premises], line.order)
        case Ordering():
            return question.shown(list(range(len(question.items))), line.order)
        case TrueFalse() | Numeric():
            return question.answer
    raise AssertionError(question)


def form_of(lines: Iterable[Line], answer_of: Callable[[Line], Any]) -> MultiDict[str, str]:
    """Return the form that a page with these questions sends."""
    form: MultiDict[str, str] = MultiDict()
    for line in lines:
        form.add("on_page", str(line.position))
        form.update(fields_of(line, answer_of(line)))
    return form


def fields_of(line: Line, value: Any) -> dict[str, Any]:
    """Return an answer as the fields of the form."""
    name = f"q{line.position}"
    match line.question:
        case Matching():
            return {f"{name}-{row}": str(place) for row, place in enumerate(value)}
        case Ordering():
            return {f"{name}-{item}": str(place) for place, item in enumerate(value)}
        case TrueFalse():
            return {name: "true" if value else "false"}
        case MultipleResponse():
            return {name: [str(place) for place in value]}
    return {name: str(value)}


@pytest.fixture
def lines_of(app: Flask) -> Callable[[str], list[Line]]:
    """Look up the paper at an address."""

    def look_up(address: str) -> list[Line]:
        with app.extensions["database"].session(writes=False) as session:
            return paper_of(session, int(address.split("/")[2]))

    return look_up


@pytest.fixture
def whole_paper(app: Flask, learner: FlaskClient) -> str:
    """The address of a paper of the learner that holds every question of the bank."""
    lecture = app.extensions["site"].course().lectures[0]
    terms = Terms(policy=Policy(pass_mark=80, questions=len(lecture.bank)))
    with app.extensions["database"].session(writes=True) as session:
        attempt = begin_attempt(session, learner.person_id, lecture, terms, 7, NOON)  # type: ignore[attr-defined]
        session.commit()
    return f"/attempts/{attempt}"


@pytest.fixture
def late(lines_of: Callable[[str], list[Line]]) -> Callable[[FlaskClient], str]:
    """Let a learner hand in an empty paper and answer it rightly afterwards."""

    def sit(client: FlaskClient) -> str:
        paper = begin(client)
        client.post(paper, data={"do": "submit", "sure": "1"})
        for line in lines_of(paper):
            client.put(f"{paper}/responses/{line.position}", json={"answer": key_of(line)})
        return paper

    return sit
