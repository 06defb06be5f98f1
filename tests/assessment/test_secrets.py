"""What nobody may learn or change: another's attempt, the key, an open paper."""

import re

import pytest
import sqlalchemy as sa

from coursework.assessment.models import QuestionVersion
from coursework.content.questions import content_of
from tests.assessment.conftest import TEST, begin, key_of
from tests.conftest import signed_in


@pytest.mark.parametrize("who", ["another_learner", "instructor", "administrator"])
def test_anothers_attempt_is_not_found(request, learner, who):
    paper = begin(learner)
    other = request.getfixturevalue(who)

    assert other.get(paper).status_code == 404
    assert other.get(f"{paper}/result").status_code == 404
    assert other.post(paper, data={"do": "submit", "sure": "1"}).status_code == 404
    assert other.put(f"{paper}/responses/1", json={"answer": 0}).status_code == 404


def secrets_in(course):
    """Return every text that tells a key: the reasons and the rationales of all banks."""
    for lecture in course.lectures:
        for question in lecture.bank:
            content = content_of(question)
            yield content["rationale"]
            for part in [*content.get("options", ()), *content.get("premises", ())]:
                if isinstance(part, dict):
                    yield part["why"]


def test_nothing_sent_before_submission_holds_a_key_or_a_rationale(learner, course):
    paper = begin(learner)
    sent = [learner.get(address) for address in (TEST, paper, "/course", "/progress", "/lectures/01-first")]
    sent += [
        learner.put(f"{paper}/responses/{at}", json={"answer": answer})
        for at in range(1, 8)
        for answer in (0, [0], "x")
    ]
    sent += [
        learner.post(paper, data={"do": "submit"}),
        learner.get(f"{paper}/result", follow_redirects=True),
    ]

    told = "\n".join(answer.text for answer in sent)

    assert [text for text in secrets_in(course) if text and text in told] == []
    assert not re.search(r'"key"|data-key|data-order|"correct"|"credit', told)


def test_the_shown_order_does_not_tell_the_key(app, lines_of):
    places = set()
    for number in range(12):
        learner = signed_in(app, f"Eva{number}")
        for line in lines_of(begin(learner)):
            if line.question.id == "who-sees":
                places.add(key_of(line))

    assert len(places) > 1


def test_an_edited_bank_changes_nothing_about_an_open_test(app, learner, lines_of, session):
    paper = begin(learner)
    before = lines_of(paper)
    bank = app.extensions["site"].course().lectures[0].bank
    object.__setattr__(bank[0], "ask", "Something else?")

    after = lines_of(paper)

    assert [line.question for line in after] == [line.question for line in before]
    assert session.scalar(sa.select(sa.func.count()).select_from(QuestionVersion)) == 6
    object.__setattr__(bank[0], "ask", before[0].question.ask)


def test_a_second_try_uses_the_wordings_that_are_there(learner, session):
    for _ in range(6):
        learner.post(begin(learner), data={"do": "submit", "sure": "1"})

    digests = session.scalars(sa.select(QuestionVersion.digest)).all()

    assert len(digests) == len(set(digests)) <= 8
