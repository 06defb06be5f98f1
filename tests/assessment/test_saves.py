"""Saves and their receipts: doubled, stale, forged, from an old tab, without script."""

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coursework.assessment.actions import save_answer
from coursework.assessment.models import PaperQuestion, Response
from coursework.assessment.queries import line_of
from coursework.assessment.rules import Save
from tests.assessment.conftest import form_of, key_of
from tests.conftest import NOON


@pytest.fixture
def number(whole_paper, lines_of):
    """The address of the question that wants a number."""
    at = next(line.position for line in lines_of(whole_paper) if line.question.kind == "numeric")
    return f"{whole_paper}/responses/{at}"


def put(client, address, answer, key, seen):
    return client.put(address, json={"answer": answer, "key": key, "seen": seen})


def test_the_same_save_twice_gives_the_same_receipt(learner, number, session):
    first = put(learner, number, "7", "a", 0).json
    put(learner, number, "8", "b", 1)

    again = put(learner, number, "7", "a", 0).json

    assert again == first
    assert session.scalar(sa.select(sa.func.count()).select_from(Response)) == 2


def test_a_key_that_was_used_for_another_answer_is_refused_in_words(learner, number, session):
    put(learner, number, "7", "a", 0)

    other = put(learner, number, "8", "a", 0)

    assert other.status_code == 422
    assert (
        other.json["what"] == "This `key` was used for another answer; a new answer needs a key of its own."
    )
    assert session.scalars(sa.select(Response.answer)).all() == ["7"]


def test_a_save_that_had_not_seen_the_newest_answer_is_kept_as_stale_and_does_not_win(learner, number):
    put(learner, number, "7", "a", 0)
    put(learner, number, "8", "b", 1)

    stale = put(learner, number, "9", "c", 1).json

    assert (stale["standing"], stale["revision"]) == ("stale", None)
    assert stale["current"] == {
        "revision": 2,
        "answer": "8",
        "saved_at": "2026-11-22T12:00:00.000+00:00",
    }
    state = learner.get(f"{number.split('/responses')[0]}/state").json["responses"]
    assert [(one["answer"], one["stale"]) for one in state if one["revision"]] == [("8", 1)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"seen": 1},
        {"seen": -1},
        {"seen": True},
        {"seen": "0"},
        {"seen": None},
        {"key": ""},
        {"key": "x" * 65},
        {"key": 7},
        {"key": None},
        {"answer": "seven"},
        {"answer": [7]},
        {"flagged": "yes"},
    ],
)
def test_a_forged_save_is_refused_in_words_and_changes_nothing(learner, number, session, wrong):
    answer = learner.put(number, json={"answer": "7", "key": "a", "seen": 0} | wrong)

    assert answer.status_code == 422
    assert answer.json["what"]
    assert session.scalars(sa.select(Response)).all() == []


def test_the_state_tells_the_owner_all_that_a_browser_needs(learner, whole_paper, lines_of, clock):
    line = lines_of(whole_paper)[0]
    learner.put(f"{whole_paper}/responses/1", json={"answer": key_of(line), "flagged": True})
    clock.pass_by(seconds=5)

    state = learner.get(f"{whole_paper}/state").json
    page = learner.get(whole_paper).text

    assert state["person"] in page
    assert str(learner.person_id) != state["person"]
    assert state["csrf"]
    assert (state["now"], state["deadline"]) == ("2026-11-22T12:00:05.000+00:00", None)
    assert (state["closed"], state["result"]) == (None, None)
    assert len(state["responses"]) == 8
    assert state["responses"][0] == {
        "question": 1,
        "revision": 1,
        "answer": key_of(line),
        "flagged": True,
        "saved_at": "2026-11-22T12:00:00.000+00:00",
        "stale": 0,
    }


def test_the_state_is_the_owners_alone(learner, another_learner, whole_paper, app):
    assert another_learner.get(f"{whole_paper}/state").status_code == 404
    asked = app.test_client().get(f"{whole_paper}/state", headers={"Accept": "application/json"})
    assert asked.status_code == 401


def test_after_handing_in_the_state_says_where_the_result_is(learner, whole_paper):
    learner.post(whole_paper, data={"do": "submit", "sure": "1"})

    state = learner.get(f"{whole_paper}/state").json

    assert (state["closed"], state["result"]) == ("learner", f"{whole_paper}/result")


def test_a_receipt_that_was_lost_before_handing_in_is_given_again_after_it(learner, number):
    first = put(learner, number, "7", "a", 0).json
    paper = number.split("/responses")[0]
    learner.post(paper, data={"do": "submit", "sure": "1"})

    again = put(learner, number, "7", "a", 0)

    assert (again.status_code, again.json) == (200, first)


def old_tab(paper, lines_of):
    """Return the form of a tab that was opened before anything was answered."""
    lines = lines_of(paper)
    form = form_of(lines, key_of)
    form.update({f"seen-{line.position}": "0" for line in lines})
    return form


def test_an_old_tab_without_script_does_not_win_and_the_page_says_which(learner, number, lines_of):
    paper, at = number.split("/responses/")
    form = old_tab(paper, lines_of)
    put(learner, number, "9", "a", 0)

    answer = learner.post(paper, data=form)

    assert answer.status_code == 422
    assert f"questions {at}" in answer.text
    assert lines_of(paper)[int(at) - 1].answer == "9"
    assert sum(line.answered for line in lines_of(paper)) == 8
    assert learner.get(f"{paper}/state").json["responses"][int(at) - 1]["stale"] == 1


def test_what_an_old_tab_shows_and_nobody_touched_is_no_choice(learner, number, lines_of, session):
    paper, at = number.split("/responses/")
    put(learner, number, "7", "a", 0)
    form = {"on_page": at, f"q{at}": "7", f"seen-{at}": "1", "do": "save"}
    put(learner, number, "9", "b", 1)

    answer = learner.post(paper, data=form)

    assert answer.status_code == 303
    assert lines_of(paper)[int(at) - 1].answer == "9"
    assert set(session.scalars(sa.select(Response.standing))) == {"kept"}


def test_a_page_that_comes_back_with_a_fault_knows_what_it_has_saved(learner, number, lines_of):
    paper, at = number.split("/responses/")
    form = old_tab(paper, lines_of)
    form.setlist(f"q{at}", ["seven"])

    page = learner.post(paper, data=form).text

    seen = {
        line.position: f'name="seen-{line.position}" value="{0 if str(line.position) == at else 1}"'
        for line in lines_of(paper)
    }
    assert [position for position, words in seen.items() if words not in page] == []


def test_a_flag_is_turned_without_script(learner, whole_paper, session):
    turned = learner.post(whole_paper, data={"flag-2": "1"})
    once = session.scalars(sa.select(PaperQuestion.position).where(PaperQuestion.flagged)).all()
    learner.post(whole_paper, data={"flag-2": "1"})
    session.rollback()

    assert turned.headers["Location"] == f"{whole_paper}#question-2"
    assert once == [2]
    assert session.scalars(sa.select(PaperQuestion.position).where(PaperQuestion.flagged)).all() == []


class Screen:
    """One screen of a learner: what it has seen, and what it has no receipt for."""

    def __init__(self, name):
        self.name, self.seen, self.queue, self.made = name, 0, [], 0


DEEDS = st.sampled_from(["choose", "send", "lose", "again", "look"])
STEPS = st.lists(st.tuples(DEEDS, st.integers(0, 1), st.integers(0, 99)), max_size=30)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(steps=STEPS)
def test_whatever_is_lost_doubled_or_out_of_order_the_last_receipt_is_what_is_kept(
    app, learner, number, steps
):
    attempt_id, at = (int(part) for part in number.split("/")[2::2])
    told, sent, screens = {}, [], [Screen("a"), Screen("b")]
    with app.extensions["database"].session(writes=True) as session:
        for step, which, value in steps:
            screen, line = screens[which], line_of(session, attempt_id, learner.person_id, at).line
            if step == "choose":
                screen.made += 1
                key = f"{screen.name}{screen.made}"
                screen.queue.append(Save(answer=str(value), key=key, seen=screen.seen))
            elif step == "look":
                screen.seen = line.revision
            elif screen.queue or (sent and step == "again"):
                again = step == "again" and sent
                save = sent[value % len(sent)] if again else screen.queue[0]
                receipt = save_answer(session, attempt_id, line, save, NOON)
                sent.append(save)
                assert told.setdefault(save.key, receipt) == receipt
                if step == "send":
                    screen.queue.remove(save)
                    screen.seen = max(screen.seen, receipt.revision or 0)
        kept = {one.revision: key for key, one in told.items() if one.standing == "kept"}
        line = line_of(session, attempt_id, learner.person_id, at).line
        session.rollback()
    answers = {save.key: save.answer for save in sent}
    assert sorted(kept) == list(range(1, line.revision + 1))
    assert line.answer == (answers[kept[line.revision]] if kept else None)
