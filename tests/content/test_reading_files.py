"""The files of a course as a whole."""

import pytest

from coursework.content.loading import load_course
from coursework.content.problems import CourseFaultError
from tests.factories.courses import copy_course, edit, faults_of, read


@pytest.fixture
def course(tmp_path):
    """The folder of a course that may be spoilt."""
    return copy_course(tmp_path)


def test_a_course_without_faults_is_read(course):
    found = read(course)

    assert faults_of(course) == []
    assert [lecture.slug for lecture in found.lectures] == ["01-first", "02-second", "03-third"]
    assert not found.whole


def test_every_fault_is_reported_at_once_in_the_order_of_files_and_lines(course):
    edit(course, "quizzes/02-second.yaml", "answer: 7", "answer: seven")
    edit(course, "lectures/03-third.md", "[[infodemic]]", "[[pandemic]]")
    edit(course, "lectures/03-third.md", "reviewed: 2026-11-22", "reviewed: never")
    edit(course, "handouts/01-first.md", "title:", "titel:")

    assert faults_of(course) == [
        "handouts/01-first.md:2: front matter: `titel` is not a field of the format",
        "handouts/01-first.md:2: front matter: `title` is missing; write a text",
        "lectures/03-third.md:4: front matter: `reviewed` must be a date such as 2026-11-22",
        "lectures/03-third.md:24: the glossary has no term 'pandemic'",
        "quizzes/02-second.yaml:71: how-many: `answer` must be a number",
    ]


def test_the_faults_of_a_lecture_are_reported_beside_those_of_its_handout(course):
    edit(course, "lectures/01-first.md", "summary: How a post travels.\n", "")
    edit(course, "handouts/01-first.md", "---\ntitle", "title")

    assert faults_of(course) == [
        "handouts/01-first.md:1: must begin with front matter between two lines `---`",
        "lectures/01-first.md:2: front matter: `summary` is missing; write a text",
    ]


def test_a_lecture_that_cannot_be_read_blames_no_question_for_it(course):
    edit(course, "lectures/01-first.md", "---\ntitle", "title")

    assert faults_of(course) == [
        "lectures/01-first.md:1: must begin with front matter between two lines `---`"
    ]


@pytest.mark.parametrize("file", ["lectures/01-first.md", "handouts/01-first.md", "quizzes/01-first.yaml"])
def test_a_lecture_with_two_of_its_three_files_is_a_fault(course, file):
    (course / file).unlink()

    assert faults_of(course) == [f"{file}:1: is missing; a lecture has three files or none"]


def test_a_lecture_with_one_of_its_three_files_has_two_faults(course):
    (course / "lectures/01-first.md").unlink()
    (course / "handouts/01-first.md").unlink()

    assert faults_of(course) == [
        "handouts/01-first.md:1: is missing; a lecture has three files or none",
        "lectures/01-first.md:1: is missing; a lecture has three files or none",
    ]


def test_a_lecture_without_any_file_is_in_preparation(course):
    for file in ("lectures/03-third.md", "handouts/03-third.md", "quizzes/03-third.yaml"):
        (course / file).unlink()

    found = read(course)

    assert [entry.slug for entry in found.entries if entry.lecture is None] == ["03-third", "04-later"]


@pytest.mark.parametrize(
    "file", ["lectures/course.yaml", "lectures/references.yaml", "lectures/glossary.yaml"]
)
def test_a_file_that_every_course_has_is_missed(course, file):
    (course / file).unlink()

    assert f"{file}:1: cannot be read: No such file or directory" in faults_of(course)


@pytest.mark.parametrize("file", ["lectures/01-first.md", "handouts/01-first.md", "quizzes/01-first.yaml"])
def test_a_file_that_is_not_utf_8_is_a_fault_at_its_line(course, file):
    lines = (course / file).read_bytes().split(b"\n")
    lines[2] = b"# caf\xe9"
    (course / file).write_bytes(b"\n".join(lines))

    assert faults_of(course) == [f"{file}:3: is not UTF-8 text; save it as UTF-8"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "1: must hold a mapping of names to values"),
        ("- a list\n", "1: must hold a mapping of names to values"),
        ("lecture: [01-first\n", "2: is not valid YAML: did not find expected ',' or ']'"),
        ("lecture: &a [*a]\n", "1: is not valid YAML: found unconstructable recursive node"),
        ("lecture: !!python/name:os.system\n", "1: is not valid YAML: could not determine a constructor"),
        ("1: a\n'1': b\n", "2: is not valid YAML: the key '1' is written twice"),
        ("lecture: \x00\n", "1: is not valid YAML: unacceptable character #x0000"),
        ("lecture: 2026-13-45\n", "1: is not valid YAML: month must be in 1..12"),
        ("? [a, b]\n: c\n", "1: bank: `['a', 'b']` is not a field of the format"),
    ],
)
def test_yaml_that_cannot_be_used_is_a_fault(course, text, fault):
    (course / "quizzes/01-first.yaml").write_text(text, encoding="utf-8")

    first = faults_of(course)[0]

    assert first.startswith(f"quizzes/01-first.yaml:{fault}")


@pytest.mark.parametrize("ending", ["\r\n", "\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_files_may_come_from_any_editor(course, tmp_path, ending, encoding):
    as_it_was = read(course)
    for path in [*course.rglob("*.md"), *course.rglob("*.yaml")]:
        path.write_text(path.read_text(encoding="utf-8"), encoding=encoding, newline=ending)

    found = read(course)

    assert found.lectures[0].sections == as_it_was.lectures[0].sections
    assert found.lectures[0].bank == as_it_was.lectures[0].bank


def test_a_bank_in_a_folder_of_its_own_is_named_with_its_whole_path(course, tmp_path):
    private = (course / "quizzes").rename(tmp_path / "private")
    edit(tmp_path, "private/01-first.yaml", "answer: 7", "answer: seven")

    with pytest.raises(CourseFaultError) as faults:
        load_course(course, private)

    assert str(faults.value) == f"{private}/01-first.yaml:71: how-many: `answer` must be a number"


def test_what_an_author_writes_in_yaml_never_becomes_markup(course):
    mean = "'<script>alert(1)</script>'"
    edit(course, "quizzes/01-first.yaml", "text: More people than the group", f"text: {mean}")
    edit(course, "quizzes/01-first.yaml", "why: Any member can pass it on.", f"why: {mean}")
    edit(course, "quizzes/01-first.yaml", "ask: Who can see it?", f"ask: {mean}")
    edit(course, "lectures/01-first.md", "text: explain how a post travels", f"text: {mean}")

    lecture = read(course).lectures[0]

    shown = "&lt;script&gt;alert(1)&lt;/script&gt;"
    question = lecture.bank[0]
    assert lecture.objectives[0].text == shown
    assert [question.ask, question.options[0].text, question.options[0].why] == [shown] * 3
