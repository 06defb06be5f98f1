"""The course of a running site."""

import pytest

from coursework.application import create_app
from tests.conftest import settings_in
from tests.factories.courses import copy_course, edit


@pytest.fixture
def course(tmp_path):
    """The folder of a course that may be changed."""
    return copy_course(tmp_path)


@pytest.fixture
def site(tmp_path, course, request):
    """A browser of a site that serves it, in development or not."""
    settings = settings_in(
        tmp_path / "instance", course_dir=course, quiz_dir=course / "quizzes", development=request.param
    )
    app = create_app(settings)
    yield app.test_client()
    app.extensions["database"].close()


@pytest.mark.parametrize(("site", "said"), [(True, "Changed"), (False, "A small course")], indirect=["site"])
def test_a_changed_course_is_read_anew_only_in_development(site, course, said):
    edit(course, "lectures/course.yaml", "short_title: A small course", "short_title: Changed")

    assert f"<title>About · {said}</title>" in site.get("/about").text


@pytest.mark.parametrize("site", [True], indirect=True)
@pytest.mark.parametrize("path", ["/", "/about", "/nowhere"])
def test_in_development_a_fault_of_the_course_is_the_answer_to_every_page(site, course, path):
    edit(course, "lectures/01-first.md", "[[infodemic]]", "[[pandemic]]")

    answer = site.get(path)

    assert (answer.status_code, answer.mimetype) == (500, "text/plain")
    assert answer.text == "lectures/01-first.md:24: the glossary has no term 'pandemic'\n"


@pytest.mark.parametrize("site", [True], indirect=True)
def test_in_development_a_mended_course_is_served_again(site, course):
    edit(course, "lectures/01-first.md", "[[infodemic]]", "[[pandemic]]")
    broken = site.get("/about")
    edit(course, "lectures/01-first.md", "[[pandemic]]", "[[infodemic]]")

    assert (broken.status_code, site.get("/about").status_code) == (500, 200)


MEAN = "'\"><script>alert(1)</script>'"


@pytest.mark.parametrize("site", [True], indirect=True)
@pytest.mark.parametrize(
    ("file", "old", "paths"),
    [
        ("lectures/course.yaml", "'A small course: three lectures for the tests'", ["/"]),
        ("lectures/course.yaml", "A small course\n", ["/", "/about", "/nowhere"]),
        (
            "lectures/course.yaml",
            "Three short lectures that show every block and every kind of question.",
            ["/"],
        ),
        ("lectures/course.yaml", "Written for the tests.", ["/", "/about"]),
        ("lectures/course.yaml", "'Nobody paid for this.'", ["/about"]),
        ("lectures/course.yaml", "A lecture still to be written", ["/", "/lectures/04-later"]),
        (
            "lectures/glossary.yaml",
            "Too much information, some of it false, during an outbreak.",
            ["/glossary", "/lectures/01-first"],
        ),
        ("lectures/references.yaml", "How Web 2.0 is changing medicine", ["/lectures/01-first"]),
        ("lectures/references.yaml", "An early editorial.", ["/lectures/01-first"]),
        ("lectures/01-first.md", "The first lecture", ["/lectures/01-first", "/"]),
        ("lectures/01-first.md", "How a post travels.", ["/lectures/01-first", "/"]),
        ("lectures/01-first.md", "Say so when you were wrong.", ["/lectures/01-first"]),
    ],
)
def test_what_an_author_writes_comes_out_as_text(site, course, file, old, paths):
    edit(course, file, old, MEAN + ("\n" if old.endswith("\n") else ""))

    pages = [site.get(path).text for path in paths]

    assert [page.count("<script>") for page in pages] == [0] * len(pages)
    assert all("&lt;script&gt;" in page for page in pages)
