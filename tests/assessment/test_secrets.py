"""What nobody may learn or change: another's attempt, the key, an open paper."""

import json
import re
from html.parser import HTMLParser

import pytest
import sqlalchemy as sa
from flask import Response

from coursework.assessment.models import QuestionVersion
from coursework.content.questions import content_of
from coursework.pdf.documents import Kind, document_of
from tests.assessment.conftest import TEST, begin, key_of
from tests.conftest import signed_in
from tests.laws.test_access import DOORS, PARTS


@pytest.mark.parametrize("who", ["another_learner", "instructor", "administrator"])
def test_anothers_attempt_is_not_found(request, learner, who):
    paper = begin(learner)
    other = request.getfixturevalue(who)

    assert other.get(paper).status_code == 404
    assert other.get(f"{paper}/result").status_code == 404
    assert other.post(paper, data={"do": "submit", "sure": "1"}).status_code == 404
    assert other.put(f"{paper}/responses/1", json={"answer": 0}).status_code == 404


class Words(HTMLParser):
    """The words of a page without its tags, and apart from them those in attributes."""

    def __init__(self, html):
        super().__init__()
        self.text, self.kept = [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, _tag, attrs):
        self.kept += [value for _, value in attrs if value]

    def handle_data(self, data):
        self.text.append(data)


def plain(html):
    """Return a text as it is read: no tags, no entities, each gap one space."""
    return " ".join("".join(Words(html).text).split())


def told_by(answer):
    """Return all that an answer tells: its words, its attributes, its JSON."""
    if answer.is_json:
        return plain(json.dumps(answer.json, ensure_ascii=False).replace(r"\"", '"'))
    words = Words(answer.get_data().decode("utf-8", "replace"))
    return "\n".join([" ".join("".join(words.text).split()), *map(plain, words.kept)])


def secrets_in(course):
    """Return every text that tells a key: the reasons and the rationales of all banks."""
    for lecture in course.lectures:
        for question in lecture.bank:
            content = content_of(question)
            yield plain(content["rationale"])
            for part in [*content.get("options", ()), *content.get("premises", ())]:
                if isinstance(part, dict):
                    yield plain(part["why"])


def every_page(course, paper):
    """Return the address of every GET route, for each lecture and each kind of document."""
    parts = {**PARTS, "<int:attempt_id>": paper.rsplit("/", maxsplit=1)[1]}
    for method, rule in DOORS:
        if method != "GET":
            continue
        for lecture in course.lectures:
            address = rule.replace("<slug>", lecture.slug)
            for kind in ("handout", "lecture"):
                whole = address.replace("<any(handout, lecture):kind>", kind)
                for part, value in parts.items():
                    whole = whole.replace(part, value)
                yield whole


def test_nothing_sent_before_submission_holds_a_key_or_a_rationale(learner, course):
    paper = begin(learner)
    addresses = sorted({TEST, *every_page(course, paper)})
    sent = [learner.get(address, follow_redirects=True) for address in addresses]
    sent += [
        learner.put(f"{paper}/responses/{at}", json={"answer": answer})
        for at in range(1, 8)
        for answer in (0, [0], "x")
    ]
    sent += [
        learner.post(paper, data={"do": "save"}, follow_redirects=True),
        learner.post(paper, data={"do": "submit"}),
        learner.get(f"{paper}/result", follow_redirects=True),
    ]
    told = "\n".join(map(told_by, sent))

    assert f"{paper}/result" in addresses
    assert [text for text in secrets_in(course) if text and text in told] == []
    # The style guide shows a result of its own invention, with the marks that a key has there.
    real = [answer for answer in sent if answer.request.path != "/style-guide"]
    raw = "\n".join(answer.get_data().decode("utf-8", "replace") for answer in real)
    assert not re.search(r'"key"|data-key|data-order|"correct"|"credit', raw)


def test_no_document_holds_a_question_a_key_or_a_rationale(course):
    made = [
        document_of(kind, course, lecture, "https://course.example").html
        for lecture in course.lectures
        for kind in Kind
    ]
    told = told_by(Response("\n".join(made)))
    asked = [plain(question.ask) for lecture in course.lectures for question in lecture.bank]

    assert len(made) == 2 * len(course.lectures)
    assert [text for text in [*secrets_in(course), *asked] if text and text in told] == []


@pytest.mark.parametrize(
    "page",
    [
        "<p>It isn&#39;t\n  <em>safe</em>.</p>",
        "<p data-why='It isn&apos;t &lt;em&gt;safe&lt;/em&gt;.'>A</p>",
    ],
)
def test_a_leak_is_seen_in_any_dress(page):
    assert plain("It isn't <em>safe</em>.") in told_by(Response(page))


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


def test_a_second_try_uses_the_wordings_that_are_there(learner, session, clock):
    for _ in range(6):
        learner.post(begin(learner), data={"do": "submit", "sure": "1"})
        clock.pass_by(days=1)

    digests = session.scalars(sa.select(QuestionVersion.digest)).all()

    assert len(digests) == len(set(digests)) <= 8
