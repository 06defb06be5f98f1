"""Privacy, terms, contact, accessibility, corrections, sources."""

from dataclasses import replace
from html import unescape

import pytest

from coursework.application import create_app
from coursework.front.trust.privacy import EVERYTHING

PAGES = ["/privacy", "/terms", "/contact", "/accessibility", "/corrections", "/sources"]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_leads_to_each_of_them(client, page):
    assert f'href="{page}"' in client.get("/sign-in").text


def test_the_page_about_privacy_says_each_thing_that_is_kept(client):
    page = unescape(client.get("/privacy").text)

    said = [(one.what, one.why, one.ground, one.how_long, one.closed) for one in EVERYTHING]
    assert [words for one in said for words in one if words not in page] == []


@pytest.mark.parametrize("page", ["/privacy", "/contact", "/accessibility"])
def test_whom_to_write_to_is_named_where_it_is_set(settings, page):
    app = create_app(replace(settings, contact="desk@hospital.org"))

    answer = app.test_client().get(page)

    assert "mailto:desk@hospital.org" in answer.text
    app.extensions["database"].close()


@pytest.mark.parametrize(
    ("controller", "said"),
    [("York Hospital & Trust, 1 High Street", "York Hospital & Trust, 1 High Street. They are the"),
     ("", "has not given a name yet")],
)  # fmt: skip
def test_the_page_about_privacy_names_who_answers_for_it_or_says_that_nobody_is_named(
    settings, controller, said
):
    app = create_app(replace(settings, controller=controller))

    page = unescape(app.test_client().get("/privacy").text)

    assert said in page
    app.extensions["database"].close()


def test_a_site_without_a_contact_says_so(client):
    page = client.get("/contact").text

    assert "has not given an address yet" in page
    assert "mailto:" not in page


def test_who_registers_is_told_before_it_what_is_agreed_to_and_who_sees_the_address(client):
    page = client.get("/register").text

    assert 'By registering you agree to the <a href="/terms">terms</a>.' in page
    assert "Other learners do not see it; those who teach and administrators do." in page
    assert 'href="/privacy">What is kept of you' in page


def test_what_waits_in_the_browser_and_a_cookie_with_an_address_are_said_too(client):
    page = client.get("/privacy").text

    assert "answers and reading time that could not be sent yet" in page
    assert "until then holds your address" in page


def test_the_terms_name_the_day_from_which_they_hold(client):
    assert "As of 28 November 2026" in client.get("/terms").text


def test_a_correction_is_shown_with_its_day_and_lecture(client, course):
    page = client.get("/corrections").text

    assert "20 November 2026" in page
    assert "The first figure was 12." in page
    assert course.lectures[0].title in page


def test_a_course_that_was_never_corrected_says_so(app, client, course):
    app.extensions["site"].kept = replace(course, corrections=())

    assert "Nothing has been corrected yet." in client.get("/corrections").text


def test_every_source_stands_under_the_lecture_that_cites_it(client, course):
    page = client.get("/sources").text

    for lecture in course.lectures:
        part = page.split(f'id="{lecture.slug}"')[1].split("</section>")[0]
        assert [one.key for one in lecture.sources if one.vancouver not in part] == []
