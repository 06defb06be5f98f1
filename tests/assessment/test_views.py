"""A test from the page before it to its result."""

import json
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from coursework.assessment.models import Attempt, Response, Result
from tests.assessment.conftest import ATTEMPTS, TEST, begin, form_of, key_of
from tests.conftest import counted, signed_in


def test_the_page_before_says_what_to_expect(learner):
    page = learner.get(TEST).text

    assert "6 questions, drawn from 8. You pass with 80\u00a0%, that is 5 of 6 points." in page.replace(
        "&nbsp;", "\u00a0"
    )
    assert "Start the test" in page


def test_a_paper_holds_as_many_questions_as_the_policy_says_each_once(learner, lines_of):
    lines = lines_of(begin(learner))

    assert [line.position for line in lines] == [1, 2, 3, 4, 5, 6]
    assert len({line.question.id for line in lines}) == 6


def test_starting_twice_goes_on_with_the_open_test(learner, session):
    assert begin(learner) == begin(learner)
    assert session.scalar(sa.select(sa.func.count()).select_from(Attempt)) == 1


def test_fifty_starts_at_once_make_one_attempt(app, session):
    learners = [signed_in(app, "Cleo")]
    cookie = learners[0].get_cookie("coursework").value

    def start(_):
        client = app.test_client()
        client.set_cookie("coursework", cookie)
        return client.post(ATTEMPTS).headers.get("Location")

    with ThreadPoolExecutor(8) as pool:
        addresses = set(pool.map(start, range(50)))

    assert addresses == {"/attempts/1"}
    assert session.scalar(sa.select(sa.func.count()).select_from(Attempt)) == 1


def test_an_answer_is_saved_with_a_receipt_and_found_again(app, learner, lines_of):
    paper = begin(learner)
    line = lines_of(paper)[0]

    with counted(app) as seen:
        receipt = learner.put(f"{paper}/responses/1", json={"answer": key_of(line)})

    assert receipt.json == {
        "question": 1,
        "revision": 1,
        "standing": "kept",
        "saved_at": "2026-11-22T12:00:00.000+00:00",
    }
    assert lines_of(paper)[0].shown_answer == key_of(line)
    assert len(seen) == 3


def test_each_change_of_an_answer_is_a_revision(learner, lines_of):
    paper = begin(learner)
    key = key_of(lines_of(paper)[0])

    revisions = [learner.put(f"{paper}/responses/1", json={"answer": key}).json["revision"] for _ in range(3)]

    assert revisions == [1, 2, 3]


@pytest.mark.parametrize("answer", ["x", [], [9], {"a": 1}, -1, 99, True, 1.5, [0, 0], "1" * 99])
def test_an_answer_that_fits_no_question_is_refused_and_the_saved_one_stays(learner, lines_of, answer):
    paper = begin(learner)
    refused = 0
    for line in lines_of(paper):
        address = f"{paper}/responses/{line.position}"
        learner.put(address, json={"answer": key_of(line)})
        status = learner.put(address, json={"answer": answer}).status_code
        refused += status == 422
        assert status in {200, 422}
        if status == 422:
            assert lines_of(paper)[line.position - 1].shown_answer == key_of(line)
    assert refused >= 3


def test_an_answer_can_be_taken_back(learner, whole_paper, lines_of):
    number = next(line.position for line in lines_of(whole_paper) if line.question.kind == "numeric")
    learner.put(f"{whole_paper}/responses/{number}", json={"answer": "7"})

    learner.put(f"{whole_paper}/responses/{number}", json={"answer": None})
    taken_back = lines_of(whole_paper)[number - 1]
    learner.put(f"{whole_paper}/responses/{number}", json={"answer": "7"})
    learner.post(whole_paper, data={"on_page": str(number), f"q{number}": " ", "do": "save"})

    assert (taken_back.answered, lines_of(whole_paper)[number - 1].answered) == (False, False)


def test_right_answers_pass_and_the_result_tells_everything(learner, lines_of, session):
    paper = begin(learner)
    for line in lines_of(paper):
        learner.put(f"{paper}/responses/{line.position}", json={"answer": key_of(line)})

    handed_in = learner.post(paper, data={"do": "submit"})
    page = learner.get(f"{paper}/result").text

    assert handed_in.headers["Location"] == f"{paper}/result"
    assert "Passed, with 6 of 6" in page
    assert [(row.score, row.passed) for row in session.scalars(sa.select(Result))] == [(1.0, True)]
    assert page.count('class="rationale"') == 6
    assert page.count("Reread “") == 6


def test_the_form_alone_is_enough_to_pass(learner, lines_of):
    paper = begin(learner)
    form = form_of(lines_of(paper), key_of)
    form["do"] = "submit"

    learner.post(paper, data=form)

    assert "Passed, with 6 of 6" in learner.get(f"{paper}/result").text


def test_a_form_that_lacks_a_question_leaves_what_was_saved(learner, lines_of):
    paper = begin(learner)
    for line in lines_of(paper):
        learner.put(f"{paper}/responses/{line.position}", json={"answer": key_of(line)})

    learner.post(paper, data={"do": "save"})

    assert [line.answered for line in lines_of(paper)] == [True] * 6


def test_a_choice_that_was_taken_away_is_taken_away(learner, whole_paper, lines_of):
    several = next(line for line in lines_of(whole_paper) if line.question.kind == "multiple_response")
    learner.put(f"{whole_paper}/responses/{several.position}", json={"answer": [0, 1]})

    learner.post(whole_paper, data={"do": "save", "on_page": str(several.position)})

    assert lines_of(whole_paper)[several.position - 1].answer == []


def test_open_questions_are_named_before_the_test_is_handed_in(learner, lines_of, session):
    paper = begin(learner)
    line = lines_of(paper)[0]
    form = form_of([line], key_of)
    form["do"] = "submit"

    asked = learner.post(paper, data=form)

    assert asked.status_code == 422
    assert "Open still: questions 2, 3, 4, 5, 6" in asked.text
    assert session.scalars(sa.select(Attempt.submitted_at)).all() == [None]
    assert lines_of(paper)[0].shown_answer == key_of(line)
    assert learner.post(paper, data={"do": "submit", "sure": "1"}).status_code == 303


def test_a_question_that_is_begun_is_named_as_such_and_counts_among_the_safe_ones(
    learner, whole_paper, lines_of
):
    lines = lines_of(whole_paper)
    begun = next(line for line in lines if line.question.kind == "matching")
    form = form_of([line for line in lines if line.position < begun.position], key_of)
    form.update({"on_page": str(begun.position), f"q{begun.position}-0": "0", "do": "submit"})

    page = learner.post(whole_paper, data=form).text

    assert f"Begun: question {begun.position}" in page
    assert "An open question earns nothing, one that is begun only what is filled." in page
    assert f'aria-label="Question {begun.position}, begun"' in page
    assert f"{begun.position} answers are safe" in page


@pytest.mark.parametrize(
    ("kind", "wrong"), [("numeric", {"": "about seven"}), ("ordering", {"-0": "1", "-1": "1", "-2": "1"})]
)
def test_a_wrong_entry_is_named_and_the_others_are_saved(learner, whole_paper, lines_of, kind, wrong):
    lines = lines_of(whole_paper)
    form = form_of(lines, key_of)
    bad = next(line.position for line in lines if line.question.kind == kind)
    for name, value in wrong.items():
        form[f"q{bad}{name}"] = value
    form["do"] = "submit"

    answer = learner.post(whole_paper, data=form)

    assert answer.status_code == 422
    assert f"Some answers need a look: questions {bad}" in answer.text
    assert "Open still" not in answer.text
    assert [line.position for line in lines_of(whole_paper) if not line.answered] == [bad]
    typed = re.findall(
        rf'name="q{bad}"[^>]* value="([^"]*)"|value="(\d)" selected', _question(answer.text, bad)
    )
    assert ["".join(one) for one in typed] == list(wrong.values())


def _question(page, position):
    """Return the part of the paper that holds one question."""
    return page.split(f'id="question-{position}"')[1].split("</section>")[0]


def test_fifty_submits_at_once_give_one_result(app, session):
    learner = signed_in(app, "Dora")
    paper = begin(learner)
    cookie = learner.get_cookie("coursework").value

    def hand_in(_):
        client = app.test_client()
        client.set_cookie("coursework", cookie)
        return client.post(paper, data={"do": "submit", "sure": "1"}).headers["Location"]

    with ThreadPoolExecutor(8) as pool:
        places = set(pool.map(hand_in, range(50)))

    assert places == {f"{paper}/result"}
    assert session.scalar(sa.select(sa.func.count()).select_from(Result)) == 1


def test_a_test_that_was_handed_in_takes_no_more_answers(learner, session):
    paper = begin(learner)
    learner.post(paper, data={"do": "submit", "sure": "1"})

    late = learner.put(f"{paper}/responses/1", json={"answer": None})
    form = learner.post(paper, data={"do": "save"})

    assert (late.status_code, late.headers["Location"]) == (409, f"{paper}/result")
    assert form.headers["Location"] == f"{paper}/result"
    assert learner.get(paper).headers["Location"] == f"{paper}/result"
    assert [row.standing for row in session.scalars(sa.select(Response))] == ["late"]


def test_a_flag_is_kept(learner, lines_of):
    paper = begin(learner)

    learner.put(f"{paper}/responses/2", json={"flagged": True})

    assert [line.flagged for line in lines_of(paper)] == [False, True, False, False, False, False]


@pytest.mark.parametrize("tries", [1, 3])
def test_the_page_before_takes_five_statements_with_one_try_or_three(app, learner, clock, tries):
    for _ in range(tries):
        learner.post(begin(learner), data={"do": "submit", "sure": "1"})
        clock.pass_by(days=1)

    with counted(app) as seen:
        page = learner.get(TEST).text

    assert len(seen) == 5
    assert page.count(">Try ") == tries


def test_a_body_that_is_no_json_or_too_large_is_refused_in_words(learner):
    paper = begin(learner)

    no_json = learner.put(f"{paper}/responses/1", data="x", content_type="application/json")
    empty = learner.put(f"{paper}/responses/1", json={})
    large = learner.put(
        f"{paper}/responses/1", data=json.dumps({"answer": "x" * 70_000}), content_type="application/json"
    )

    assert [no_json.status_code, empty.status_code, large.status_code] == [400, 422, 413]
    assert all(answer.json["what"] for answer in (no_json, empty, large))


def test_enter_in_a_field_saves_and_flags_nothing(learner):
    form = learner.get(begin(learner)).text.partition('<form id="paper"')[2]

    assert re.search(r"<button[^>]*>", form)[0].split('"')[3:6:2] == ["do", "save"]
