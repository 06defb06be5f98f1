"""What a result tells: right and wrong after a fail, everything after a pass."""

import pytest
import sqlalchemy as sa

from coursework.assessment.models import Attempt
from coursework.database import Base
from tests.assessment.conftest import TEST, begin, form_of, key_of
from tests.assessment.test_secrets import every_page, secrets_in, told_by
from tests.conftest import counted, signed_in

PRACTICE = "/lectures/01-first/practice"


def wrong_for(line):
    """Return an answer that is not the key, as positions on this paper."""
    right = key_of(line)
    match line.question.kind:
        case "single_best":
            return (right + 1) % 3
        case "multiple_response":
            return [place for place in range(4) if place not in right][:1] + right[:1]
        case "matching":
            return [right[0], right[0]]
        case "ordering":
            return right[::-1]
        case "true_false":
            return not right
    return "6"


def sit(client, lines_of, answer_of):
    """Take the test with these answers and return the address of the paper."""
    paper = begin(client)
    form = form_of(lines_of(paper), answer_of)
    form.update({"do": "submit", "sure": "1"})
    client.post(paper, data=form)
    return paper


@pytest.fixture
def failed(learner, lines_of):
    """The paper of the learner, all wrong."""
    return sit(learner, lines_of, wrong_for)


def test_nothing_sent_after_a_fail_tells_a_key_or_a_reason(learner, failed, course, lines_of):
    again = begin(learner)
    addresses = sorted(
        {TEST, PRACTICE, f"{failed}/state", *every_page(course, failed), *every_page(course, again)}
    )
    sent = [learner.get(address, follow_redirects=True) for address in addresses]
    sent += [learner.get(f"{PRACTICE}?question={n}&on_page={n}&q{n}=0") for n in range(1, 7)]
    sent.append(learner.put(f"{failed}/responses/1", json={"answer": None}))
    sent.append(learner.post(f"{failed}/questions/1/report", data={"text": "short"}))
    told = "\n".join(map(told_by, sent))

    assert "Not yet:" in told
    assert [text for text in secrets_in(course) if text and text in told] == []


def test_after_a_fail_no_option_is_marked(learner, failed, lines_of):
    page = learner.get(f"{failed}/result").text

    assert 'class="key"' not in page
    assert 'class="why"' not in page
    assert 'class="rationale"' not in page
    for line in lines_of(failed):
        if line.question.kind == "single_best":
            unchosen = [one.text for n, one in enumerate(line.question.options) if n != line.answer]
            assert [text for text in unchosen if text in page] == []


def test_after_a_fail_each_question_says_how_it_went_and_what_to_reread(learner, failed):
    page = learner.get(f"{failed}/result").text

    assert page.count("Reread “") == 6
    assert page.count('class="tag warn"') == 6
    assert "Wrong" in page


def test_a_pass_opens_the_earlier_tries_too(learner, failed, lines_of):
    before = learner.get(f"{failed}/result").text
    sit(learner, lines_of, key_of)

    after = learner.get(f"{failed}/result").text

    assert ('class="rationale"' in before, after.count('class="rationale"')) == (False, 6)
    assert "best" in after


def test_where_the_policy_shows_everything_a_fail_does_too(learner, failed, session):
    attempt = session.scalars(sa.select(Attempt)).one()
    attempt.policy = attempt.policy | {"after_fail": "everything"}
    session.commit()

    assert learner.get(f"{failed}/result").text.count('class="rationale"') == 6


def rows_in(app):
    """Return how many rows each table has."""
    with app.extensions["database"].session(writes=False) as session:
        counts = [sa.select(sa.func.count()).select_from(table) for table in Base.metadata.sorted_tables]
        return [session.scalar(count) for count in counts]


def test_practice_opens_with_a_pass_and_keeps_nothing(app, learner, failed, lines_of):
    closed = learner.get(PRACTICE)
    sit(learner, lines_of, key_of)
    before = rows_in(app)

    first = learner.get(PRACTICE)
    tried = [f"{PRACTICE}?question={n}&on_page={n}&{q}" for n in range(1, 8) for q in answers_to(n)]
    pages = [learner.get(address).text for address in tried]

    assert closed.status_code == 404
    assert "once you have passed the test of lecture 1" in closed.text
    assert 'class="rationale"' not in first.text
    assert sum('class="rationale"' in page for page in pages) >= 7
    assert rows_in(app) == before


def answers_to(n):
    """Return something for each kind of question."""
    return [f"q{n}=0", f"q{n}=true", f"q{n}-0=0&q{n}-1=1&q{n}-2=2"]


def test_practice_is_ones_own(learner, another_learner, lines_of):
    sit(learner, lines_of, key_of)

    assert another_learner.get(PRACTICE).status_code == 404


@pytest.mark.parametrize("tries", [1, 3])
def test_a_result_and_practice_take_as_many_statements_with_three_tries_as_with_one(
    app, learner, lines_of, clock, tries
):
    for _ in range(tries):
        paper = sit(learner, lines_of, key_of)
        clock.pass_by(days=1)

    with counted(app) as result:
        learner.get(f"{paper}/result")
    with counted(app) as practice:
        learner.get(PRACTICE)

    assert (len(result), len(practice)) == (11, 5)


def test_a_try_out_opens_nothing_for_learners(instructor, learner, failed, lines_of):
    sit(instructor, lines_of, key_of)

    assert 'class="rationale"' not in learner.get(f"{failed}/result").text


def test_the_questions_of_a_second_try_are_those_not_met(app, lines_of):
    learner = signed_in(app, "Eva")
    first = {line.question.id for line in lines_of(sit(learner, lines_of, wrong_for))}

    second = {line.question.id for line in lines_of(begin(learner))}

    assert len(first | second) == 8


def test_below_the_line_and_above_it_a_question_shows_what_came_late_to_it(learner, lines_of):
    paper = begin(learner)
    learner.post(paper, data={"do": "submit", "sure": "1"})
    learner.put(f"{paper}/responses/3", json={"answer": key_of(lines_of(paper)[2])})
    below = learner.get(f"{paper}/result").text
    for line in lines_of(second := begin(learner)):
        learner.put(f"{second}/responses/{line.position}", json={"answer": key_of(line)})
    learner.post(second, data={"do": "submit", "sure": "1"})

    above = learner.get(f"{paper}/result").text

    assert [page.count("Came after the end, and does not count:") for page in (below, above)] == [1, 1]
    assert [page.lower().count("not answered in time") for page in (below, above)] == [1, 1]
