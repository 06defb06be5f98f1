"""What is wrong with a bank as a whole, and with a lecture as a whole."""

import re

import pytest

BANK, LECTURE = "quizzes/01-sound.yaml", "lectures/01-sound.md"
KEY = re.compile(r"text: (.*)\n      key: true")


def rewrite(course, file, *changes):
    path = course / file
    text = path.read_text(encoding="utf-8")
    for pattern, new in changes:
        changed = re.sub(pattern, new, text)
        assert changed != text
        text = changed
    path.write_text(text, encoding="utf-8")


def keys_first(text):
    """Return a bank with the key of each question in the first place."""
    options = r"(    - text: .*\n      why: .*\n)+(    - text: .*\n      key: true\n      why: .*\n)"
    return re.sub(options, lambda found: found.group(2) + found.group(0).replace(found.group(2), ""), text)


def test_a_sound_course_has_neither_faults_nor_warnings(found):
    assert found() == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            [(r"(?s)  - id: item-49\n.*", "")],
            ["bank: has 49 questions; a second try needs another paper, so write at least 50"],
        ),
        (
            [("scenario: true", "scenario: false")],
            ["bank: 0 of 50 questions are scenarios; at least half must ask for a decision"],
        ),
        (
            [(r"text: Take (.*\n      key: true)", r"text: Could \1"), ("text: Take", "text: Would")],
            ["bank: always choosing the most hedged option is right in 100%; it must stay below 40%."],
        ),
        (
            [(KEY, r"text: \1 before noon\n      key: true")],
            [
                "bank: always choosing the longest option is right in 100%; it must stay below 40%.",
                "bank: keys have 40 letters on average and other options 28; bring them together",
            ],
        ),
    ],
    ids=["49 questions", "no scenarios", "hedged keys", "long keys"],
)
def test_a_bank_is_seen_as_a_whole(course, found, changes, said):
    rewrite(course, BANK, *changes)

    whole = [one.partition(" Rewrite some of:")[0] for one in found()]

    assert whole == [f"{BANK}:2: {one}" for one in said]


def test_keys_that_always_stand_first_are_seen(course, found):
    path = course / BANK
    path.write_text(keys_first(path.read_text(encoding="utf-8")), encoding="utf-8")
    spread = "the key of 4 options stands 50, 0, 0, 0 times in first to last place; spread it evenly"

    assert [one.partition(" Rewrite")[0] for one in found()] == [
        f"{BANK}:2: bank: always choosing the first option is right in 100%; it must stay below 40%.",
        f"{BANK}:2: bank: {spread}",
    ]


def test_keys_that_echo_the_stem_are_seen(course, found):
    rewrite(course, BANK, (r"text: (.*) room (\d+)\n      key: true", r"text: \1 desk \2\n      key: true"))

    said = found()

    assert len(said) == 51
    assert "choosing the option that shares most words with the stem is right in 100%" in said[0]
    assert "'desk' of the stem is in the key only" in said[1]


def test_a_question_asked_twice_is_seen(course, found):
    path = course / BANK
    text = path.read_text(encoding="utf-8")
    again = text[text.index("  - id: item-49") :].replace("item-49", "item-50").replace("false", "true")
    path.write_text(text + again, encoding="utf-8")

    assert found() == [f"{BANK}:953: item-50: asks the same as item-49"]


def test_an_objective_and_a_section_need_their_questions(course, found):
    rewrite(course, BANK, ("objective: plan", "objective: spread"), ("section: homes", "section: wards"))

    assert found() == [
        f"{LECTURE}:18: the task objective 'plan' has 0 questions; write at least 2",
        f"{LECTURE}:433: the section 'homes' has 0 questions; write at least 3",
    ]


def test_a_lecture_that_is_too_short_is_seen(course, found):
    rewrite(course, LECTURE, (r"A young registrar [^\n]*\n", ""), (r"The (ward|night|practice) [^\n]*\n", ""))

    said = found()

    assert [one for one in said if "teaching words" in one] == [
        f"{LECTURE}:26: has 3039 teaching words; write 4000 to 6000 (figures and folded answers do not count)"
    ]
    assert [one for one in said if "minutes" in one] == [
        f"{LECTURE}:26: takes 56 minutes as printed; it must take 60 to 90"
    ]


def test_a_lecture_cites_at_least_twelve_sources(course, found):
    rewrite(course, LECTURE, (r"\[@Source(?:5|6|7)\]", "[@Source1]"))

    assert f"{LECTURE}:26: cites 11 references; 12 to 40 are right" in found()
