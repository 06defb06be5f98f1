"""What a correction changes for a learner: result, practice and export teach the key in force."""

import html
import re

import pytest

from coursework.assessment.in_words import plain, quoted
from coursework.assessment.models import QuestionVersion
from coursework.content.questions import question_from
from tests.assessment.corrections.conftest import FAULTY, REASON, apply

WRITTEN_BEFORE = "This explanation was written before the correction."


@pytest.fixture
def options(wording, session):
    """Return the options of the faulty question as the author wrote them: the first is the key."""

    def look_up():
        version = wording()
        return question_from(session.get_one(QuestionVersion, version).content).options

    return look_up


def shown(client, address, lines_of):
    """Return the section heading and the article of the faulty question on a result page."""
    page = client.get(f"{address}/result").text
    at = next(line.position for line in lines_of(address) if line.question.id == FAULTY)
    before, article = page.split(f'id="question-{at}"')
    heading = re.findall(r'<section class="sec hang"><h2>([^<]+)</h2>', before)[-1]
    return heading, html.unescape(article.split("</article>")[0]), html.unescape(page)


def tags(article):
    """Return what is said of each option, with its text."""
    return re.findall(r'<p class="tag[^"]*">([^<]+)</p>\s*<p class="o">(.*?)</p>', article)


def test_who_chose_the_new_key_reads_that_it_is_the_key(sat, wording, session, instructor, lines_of, options):
    client, address = sat("Ada")
    apply(instructor, wording(), session, what="change key")

    heading, article, page = shown(client, address, lines_of)

    assert heading.startswith("The 8 you had right")
    assert tags(article) == [("The best answer, and yours", options()[1].text)]
    assert (f"Key changed from {quoted(plain(options()[0].text))}" in article, REASON in article) == (
        True,
        True,
    )
    assert WRITTEN_BEFORE in article
    assert plain(options()[0].why) not in plain(article)
    assert "was corrected. Before that the score was 87" in page
    assert page.count("How this result came about") == 1


def test_who_chose_the_former_key_keeps_the_point_and_rereads(
    sat, wording, session, instructor, lines_of, options
):
    client, address = sat("Cleo", misses=False)
    apply(instructor, wording(), session, what="change key")

    heading, article, page = shown(client, address, lines_of)

    assert heading == "The one to reread"
    assert set(tags(article)) == {
        ("The best answer", options()[1].text),
        ("Your answer", options()[0].text),
    }
    assert "Your result stays as it was before: this correction lowers nobody." in article
    assert "Marked anew" not in page


def test_an_answer_that_is_accepted_too_is_right_as_well(
    sat, wording, session, instructor, lines_of, options
):
    ada, hers = sat("Ada")
    cleo, other = sat("Cleo", misses=False)
    apply(instructor, wording(), session)

    assert set(tags(shown(ada, hers, lines_of)[1])) == {
        ("The best answer, and yours", options()[1].text),
        ("Right as well", options()[0].text),
    }
    assert ("Right as well", options()[1].text) in tags(shown(cleo, other, lines_of)[1])


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("accept everything", ["Everybody has the point", "Everything accepted"]),
        ("leave out", ["Left out</p>", "Left out: it counts for nobody"]),
    ],
)
def test_where_no_answer_is_right_any_more_none_is_called_so(
    what, words, sat, wording, session, instructor, lines_of
):
    client, address = sat("Ada")
    apply(instructor, wording(), session, what=what)

    heading, article, _ = shown(client, address, lines_of)

    assert heading == "Found faulty"
    assert [text for text in [*words, REASON] if text not in article] == []
    assert 'class="key"' not in article


def test_after_a_fail_the_question_and_the_scores_are_told_but_neither_key_nor_reason(
    sat, wording, session, instructor, lines_of
):
    client, address = sat("Ada", blank=3)
    apply(instructor, wording(), session, what="change key")

    _, article, page = shown(client, address, lines_of)

    assert "Its key was changed." in article
    assert "Before that the score was" in page
    assert "Why it was done is shown together with the best answers." in page
    assert (REASON in page, "Key changed from" in page, 'class="key"' in page) == (False, False, False)


def test_what_was_taken_back_stays_in_the_history_of_the_result(sat, wording, session, instructor, lines_of):
    client, address = sat("Ada")
    apply(instructor, wording(), session)
    instructor.post("/teach/tests/01-first/corrections/1/take-back", data={"reason": REASON, "seen": "1"})

    _, article, page = shown(client, address, lines_of)

    assert "Corrected on" not in article
    assert len(re.findall(r'<td data-label="What">', page)) == 3
    assert "was taken back. Before that the score was 100" in page


def practised(client, choose, options):
    """Answer the faulty question in practice and return the page."""
    for number in range(1, 9):
        address = f"/lectures/01-first/practice?question={number}"
        page = html.unescape(client.get(address).text)
        place = re.search(r'value="(\d)"[^>]*><span>' + re.escape(options[choose].text), page)
        if place:
            return client.get(f"{address}&on_page={number}&q{number}={place[1]}").text
    return ""


def test_practice_marks_by_the_key_in_force(sat, wording, session, instructor, options):
    client, _ = sat("Ada")
    apply(instructor, wording(), session, what="change key")

    assert ">Right.<" in practised(client, 1, options())
    assert ">Not right.<" in practised(client, 0, options())


def test_what_has_no_right_answer_is_not_practised(sat, wording, session, instructor, options):
    client, _ = sat("Ada")
    before = practised(client, 1, options())
    apply(instructor, wording(), session, what="leave out")

    assert (before != "", practised(client, 1, options())) == (True, "")


def test_the_export_hands_out_the_key_in_force_and_why(sat, wording, session, instructor, options):
    client, _ = sat("Ada")
    apply(instructor, wording(), session, what="change key")
    apply(instructor, wording(), session, what="accept also", option=0, seen=1)

    told = str(client.get("/account/export.json").json)

    new, old = plain(options()[1].text), plain(options()[0].text)
    assert f"'key': {new!r}" in told
    assert f"'also_right': [{old!r}]" in told
    assert REASON in told
