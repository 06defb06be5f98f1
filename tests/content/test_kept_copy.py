"""The copy of a course that is kept between starts."""

import pytest

from tests.factories.courses import copy_course, edit, read


@pytest.fixture
def course(tmp_path):
    """The folder of a course that may be changed."""
    return copy_course(tmp_path)


@pytest.fixture
def cache(tmp_path):
    """Where its copy is kept."""
    return tmp_path / "cache"


def kept_in(cache):
    """Return the one copy that is kept; there must be no other file."""
    (kept,) = cache.iterdir()
    return kept


def test_the_kept_copy_says_what_the_files_say(course, cache):
    from_files = read(course, cache)

    assert read(course, cache) == from_files


def test_an_unchanged_course_is_not_read_again(course, cache):
    read(course, cache)
    before = kept_in(cache).stat()

    read(course, cache)

    assert kept_in(cache).stat().st_mtime_ns == before.st_mtime_ns
    assert kept_in(cache).stat().st_ino == before.st_ino


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("lectures/01-first.md", "A post travels further", "A post travels farther"),
        ("lectures/course.yaml", "A small course\n", "A tiny course\n"),
        ("lectures/references.yaml", "BMJ", "JAMA"),
        ("lectures/glossary.yaml", "Too much", "Too many"),
        ("lectures/figures/01-path.svg", "two more readers", "more readers"),
        ("handouts/01-first.md", "Would I", "Could I"),
        ("quizzes/01-first.yaml", "Who can see it?", "Who sees it?"),
    ],
)
def test_a_changed_file_is_read_again_and_only_the_new_copy_is_kept(course, cache, file, old, new):
    before = read(course, cache)
    kept_before = kept_in(cache).name
    edit(course, file, old, new)

    after = read(course, cache)

    assert after != before
    assert after == read(course)
    assert kept_in(cache).name != kept_before


@pytest.mark.parametrize("spoil", [lambda kept: kept[:-100], lambda _: b"", lambda _: b"not a pickle"])
def test_a_half_written_copy_is_not_believed(course, cache, spoil):
    whole = read(course, cache)
    kept = kept_in(cache)
    kept.write_bytes(spoil(kept.read_bytes()))

    assert read(course, cache) == whole
    assert read(course, cache) == whole


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.99])
def test_a_copy_with_one_changed_byte_is_not_believed(course, cache, share):
    whole = read(course, cache)
    kept = kept_in(cache)
    data = bytearray(kept.read_bytes())
    data[int(len(data) * share)] ^= 1
    kept.write_bytes(data)

    assert read(course, cache) == whole


def test_a_course_is_served_where_no_copy_can_be_kept(course, cache, capsys):
    cache.write_text("a file where the folder should be", encoding="utf-8")

    found = read(course, cache)

    assert found == read(course)
    assert capsys.readouterr().err == f"The rendered course could not be kept in {cache}: File exists\n"


def test_a_course_with_faults_is_not_kept(course, cache):
    edit(course, "lectures/01-first.md", "assessed: task", "assessed: never")

    with pytest.raises(Exception, match="must be test or task"):
        read(course, cache)

    assert not cache.exists()
