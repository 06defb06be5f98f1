"""Sentences with their lines, guessers with their luck, minutes, and the table."""

# ruff: noqa: E501 (what is printed stands on one line)

from fractions import Fraction

import pytest
from click.testing import CliRunner

from coursework.cli.course import check
from coursework.content.yaml_files import Located
from coursework.editorial.bank import Choice, Item
from coursework.editorial.everything import verdict_on
from coursework.editorial.item_flaws import flaws_in
from coursework.editorial.playing import GUESSERS, luck
from coursework.editorial.sentences import blocks_in, plain, sentences_of
from coursework.editorial.study_time import mergener_minutes
from coursework.editorial.vocabulary import absolutes_in

LONGEST, FIRST, HEDGED, ECHO = GUESSERS.values()


def item(texts, *, kind="single_best", keys=(0,), **fields):
    written = Located(
        id="it", kind=kind, ask="Which two are best?", rationale="One two three four five.", **fields
    )
    written.lines = {}
    choices = [Choice(text, f"Because of number {at}.", at in keys, 1) for at, text in enumerate(texts)]
    return Item(written, tuple(choices), ())


def test_a_source_belongs_to_the_sentence_before_it():
    text = "\nIt was found.[@A] Dr. Lee saw it in 3.5 %\nof cases.[@B; @C] No. 4 was *last*."

    found = [(one.line, one.text) for block in blocks_in(text, 7) for one in sentences_of(block)]

    assert found == [
        (8, "It was found.[@A]"),
        (8, "Dr. Lee saw it in 3.5 %\nof cases.[@B; @C]"),
        (9, "No. 4 was *last*."),
    ]


def test_blocks_know_their_kind_and_their_box():
    text = "## Head {#head}\n\nText\non.\n\n- one\n- two\n\n!!! check\n    Why?\n\n    ---\n\n| a | b |\n| --- | --- |"

    assert [(one.line, one.kind, one.box, one.text) for one in blocks_in(text, 1)] == [
        (3, "text", "", "Text\non."),
        (6, "item", "", "one"),
        (7, "item", "", "two"),
        (9, "title", "check", "!!! check"),
        (10, "text", "check", "Why?"),
        (14, "row", "", "| a | b |"),
    ]


def test_marks_are_not_read_aloud():
    assert plain("The *[[reach|wide reach]]* of `a` [page](/x#y).[@A; @B]") == "The wide reach of a page."


@pytest.mark.parametrize(
    ("liking", "texts", "chance"),
    [
        (LONGEST, ["long one", "short"], 1),
        (LONGEST, ["alike", "alike", "no"], Fraction(1, 2)),
        (FIRST, ["a", "b", "c"], 1),
        (HEDGED, ["It may often help", "It helps", "It harms"], 1),
        (HEDGED, ["It helps", "It harms", "It heals", "It hurts"], Fraction(1, 4)),
        (ECHO, ["The badger sleeps", "The falcon sleeps"], 1),
        (ECHO, ["The falcon sleeps", "The badger sleeps"], 0),
    ],
)
def test_a_guesser_shares_the_point_among_options_liked_alike(liking, texts, chance):
    assert luck(item(texts, stem="A badger lies on the desk."), liking) == chance


@pytest.mark.parametrize(
    ("texts", "more", "said"),
    [
        (
            ["In 2009", "In 2010", "In 2012"],
            {},
            "it: the options are all years; ask for what follows from them",
        ),
        (
            ["2 million users", "About 30 million", "1,000 accounts"],
            {},
            "it: the options are all counts of users; ask for what follows from them",
        ),
        (
            ["Tea", "Milk", "Water", "Juice"],
            {"kind": "multiple_response", "keys": (0, 1, 2)},
            "it: asks for two, but 3 options have `key: true`",
        ),
    ],
)
def test_what_options_turn_on_is_seen(texts, more, said):
    assert [message for _, _, message in flaws_in(item(texts, **more))] == [said]


@pytest.mark.parametrize(
    "text", ["None at all", "Scan every day", "Nearly all of them", "All three", "Read it all the same"]
)
def test_ordinary_words_are_not_absolute(text):
    assert absolutes_in(text) == set()


def test_mergener_estimates_80_minutes_for_5286_words_and_25_questions():
    assert mergener_minutes(5286, 25) == 80


def test_the_table_shows_what_a_course_holds(course):
    assert verdict_on(course, course / "quizzes").table.splitlines() == [
        "A sound course: 1 of 2 lectures are written.",
        "lecture   words  minutes  Mergener  references  figures  items  recall  apply  analyse  longest  first  hedged  echo",
        "01-sound  4,695       65        79          14        2     50       0     50        0      25%    26%     25%   25%",
        "    items by objective: spread 10 (test), sources 10 (test), replies 10 (test), limits 10 (test), plan 10 (task)",
    ]


@pytest.mark.parametrize(
    ("new", "status", "last"),
    [
        ("- Read.", 0, "0 faults, 0 warnings."),
        ("- Read!", 0, "0 faults, 1 warning."),
        ("", 1, "1 fault, 0 warnings."),
    ],
)
def test_faults_stop_the_course_and_warnings_do_not(course, monkeypatch, new, status, last):
    path = course / "lectures/01-sound.md"
    path.write_text(path.read_text(encoding="utf-8").replace("- Read.", new), encoding="utf-8")
    monkeypatch.setenv("COURSE_DIR", str(course))
    monkeypatch.delenv("QUIZ_DIR", raising=False)

    done = CliRunner().invoke(check)

    assert (done.exit_code, done.output.splitlines()[-1]) == (status, last)
