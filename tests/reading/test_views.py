"""The lecture page, pulses, sections marked by hand."""

import re

import pytest
import sqlalchemy as sa

from coursework.reading.models import ActiveHour, ReadingPlace
from coursework.reading.queries import reading_of
from tests.conftest import counted

LECTURE = "/lectures/01-first"


def token_on(client, address=LECTURE):
    return re.search(r'data-page="([^"]+)"', client.get(address).text).group(1)


def pulse(client, page, spans, place=None):
    return client.post("/pulse", json={"page": page, "spans": spans, "place": place})


def span(part, start, end):
    return {"part": part, "from": start, "to": end}


def test_a_lecture_shows_its_sections_sources_and_figures(learner):
    page = learner.get(LECTURE).text

    assert re.findall(r'<section class="part" id="([^"]+)"', page) == [
        "case", "spread", "do", "key-points", "this-week", "further-reading",
    ]  # fmt: skip
    assert re.findall(r'<li id="(ref-\d)"', page) == ["ref-1", "ref-2"]
    assert page.count("<b>Figure 1.1.</b>") == 1
    assert "&lt;b&gt;this&lt;/b&gt;" in page


def test_the_open_lecture_can_be_read_by_a_stranger_and_counts_nothing(client):
    page = client.get(LECTURE)

    assert page.status_code == 200
    assert "data-page" not in page.text
    assert client.get("/lectures/02-second").headers["Location"] == "/sign-in?next=/lectures/02-second"


def test_a_lecture_in_preparation_is_not_found_and_says_so(learner):
    page = learner.get("/lectures/04-later")

    assert page.status_code == 404
    assert "This lecture is in preparation" in page.text


def test_a_lecture_page_takes_four_statements_whatever_was_read(app, learner):
    with counted(app) as seen:
        learner.get(LECTURE)
    page = token_on(learner)
    app.extensions["site"].clock.pass_by(seconds=60)
    pulse(learner, page, [span(part, at, at + 9) for at, part in enumerate(["case", "spread", "do"])])
    with counted(app) as seen_later:
        learner.get(LECTURE)

    assert (len(seen), len(seen_later)) == (4, 4)


def test_a_pulse_credits_its_seconds_and_keeps_the_place(app, learner, clock, session):
    page = token_on(learner)
    clock.pass_by(seconds=60)

    with counted(app) as seen:
        answer = pulse(learner, page, [span("spread", 5, 45.5)], {"section": "spread", "share": 0.4})

    reading = reading_of(session, learner.person_id, "01-first")
    assert answer.json == {"credited": 40}
    assert reading.seconds == {"spread": 40}
    assert (reading.place.section, reading.place.share) == ("spread", 0.4)
    assert len(seen) == 4


def test_two_tabs_are_counted_once(learner, clock, session):
    first, second = token_on(learner), token_on(learner, "/lectures/02-second")
    clock.pass_by(seconds=60)

    pulse(learner, first, [span("spread", 0, 60)])
    again = pulse(learner, second, [span("spread", 0, 60)])

    assert again.json == {"credited": 0}
    assert session.scalar(sa.select(sa.func.sum(ActiveHour.seconds))) == 60


def test_the_seconds_kept_for_speed_are_those_of_the_bits(learner, clock, session):
    page = token_on(learner)
    clock.pass_by(minutes=90)
    pulse(learner, page, [span("spread", 7, 2000), span("do", 1500, 5000)])

    rows = session.scalars(sa.select(ActiveHour)).all()

    assert sum(row.seconds for row in rows) == 5000 - 7
    assert [row.seconds for row in rows] == [int.from_bytes(row.bits, "little").bit_count() for row in rows]


def test_a_pulse_of_another_person_a_forged_or_an_old_one_is_refused(learner, another_learner, clock):
    page = token_on(learner)
    clock.pass_by(seconds=30)

    assert pulse(another_learner, page, [span("spread", 0, 9)]).status_code == 404
    assert pulse(learner, page[:-1] + "x", [span("spread", 0, 9)]).status_code == 404
    clock.pass_by(hours=25)
    assert pulse(learner, page, [span("spread", 0, 9)]).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        [], "x", {}, {"spans": {}}, {"spans": [1]}, {"spans": [{"part": "spread"}]},
        {"spans": [{"part": 1, "from": 0, "to": 1}]}, {"spans": [span("spread", "0", 1)]},
        {"spans": [span("spread", -1, 1)]}, {"spans": [span("spread", 0, 1e30)]},
        {"spans": [span("spread", 0, True)]}, {"spans": [span("spread", 0, 1)] * 401},
    ],
)  # fmt: skip
def test_a_pulse_that_is_none_is_refused_in_words(learner, session, body):
    page = token_on(learner)
    body = body | {"page": page} if isinstance(body, dict) else body

    answer = learner.post("/pulse", json=body)

    assert answer.status_code in {404, 422}
    assert answer.json["safe"].startswith("Nothing")
    assert session.scalars(sa.select(ActiveHour)).all() == []


def test_activity_in_a_section_that_is_gone_is_left_out(learner, clock):
    page = token_on(learner)
    clock.pass_by(seconds=30)

    assert pulse(learner, page, [span("gone", 0, 9), span("test", 9, 20)]).json == {"credited": 0}


def test_an_older_word_about_the_place_does_not_win(learner, clock, session):
    page = token_on(learner)
    clock.pass_by(minutes=5)
    pulse(learner, page, [], {"section": "do", "share": 0.5})
    clock.pass_by(minutes=-2)
    pulse(learner, page, [], {"section": "case", "share": 0})

    assert session.scalars(sa.select(ReadingPlace.section)).all() == ["do"]


def test_a_section_can_be_marked_by_hand_once_or_twice(learner, session):
    first = learner.post(f"{LECTURE}/read", data={"section": "spread"})
    learner.post(f"{LECTURE}/read", data={"section": "spread"})

    assert (first.status_code, first.headers["Location"]) == (303, LECTURE)
    assert reading_of(session, learner.person_id, "01-first").marked == {"spread"}
    assert learner.post(f"{LECTURE}/read", data={"section": "gone"}).status_code == 404


def test_the_place_is_offered_on_the_next_visit(learner, clock):
    pulse(learner, token_on(learner), [], {"section": "do", "share": 0.5})
    clock.pass_by(days=2)

    page = learner.get(LECTURE).text

    assert 'You stopped at <a href="#do">What to do</a>' in page
    assert 'data-place="do" data-share="0.5"' in page
