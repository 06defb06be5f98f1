import re

import pytest

from tests.conftest import counted

PAGES = ("/", "/about", "/glossary", "/style-guide", "/sign-in", "/register", "/no-such-page")


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.get_data(as_text=True))


def test_a_stranger_sees_what_the_course_is_and_may_read_its_open_lecture(client):
    page = text_of(client.get("/"))

    assert "A small course: three lectures for the tests" in page
    assert 'href="/lectures/01-first"' in page
    assert page.count('class="btn main"') == 1
    assert "A lecture still to be written<small>in preparation</small>" in page


def test_who_is_signed_in_goes_on_to_the_course(learner):
    response = learner.get("/")

    assert (response.status_code, response.location) == (302, "/course")


def test_about_says_who_wrote_the_course_and_how_old_it_is(client, course):
    page = text_of(client.get("/about"))

    for words in (course.authors, *course.credits, *course.disclosures, "22 November 2028"):
        assert words in page
    for place in ("trust", "time", "tests"):
        assert f'id="{place}"' in page


def test_the_glossary_has_the_place_that_lectures_link_to(client):
    lecture, glossary = text_of(client.get("/lectures/01-first")), text_of(client.get("/glossary"))

    assert 'href="/glossary#infodemic"' in lecture
    assert '<div id="infodemic">' in glossary


def test_health_answers_without_asking_the_database(app, client):
    with counted(app) as seen:
        response = client.get("/health")

    assert (response.status_code, response.json, seen) == (200, {"status": "ok"}, [])


@pytest.mark.parametrize("address", PAGES)
def test_no_page_of_a_stranger_asks_the_database(app, client, address):
    with counted(app) as seen:
        client.get(address)

    assert seen == []


@pytest.mark.parametrize("address", ["/", "/about", "/glossary", "/lectures/01-first"])
def test_looking_around_leaves_no_cookie(client, address):
    assert client.get(address).headers.getlist("Set-Cookie") == []


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_inline_script_or_style_and_one_heading(client, address):
    page = client.get(address).get_data(as_text=True)

    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)", page) == []
    assert len(re.findall(r"<h1\b", page)) == 1
    assert len(re.findall(r"<main\b", page)) == 1


@pytest.mark.parametrize("address", sorted(set(PAGES) - {"/style-guide"}))
def test_a_page_loads_three_styles_at_most(client, address):
    assert client.get(address).get_data(as_text=True).count('rel="stylesheet"') == 3


def test_the_style_guide_shows_a_part_of_every_kind(client):
    page = text_of(client.get("/style-guide"))

    parts = "lec here|opt|field wrong|box pitfall|check|fig|cut warn|safe unsafe|cal|revq"
    for part in parts.split("|"):
        assert f'class="{part}"' in page


@pytest.mark.parametrize("chosen", ["light", "dark"])
def test_colours_can_be_chosen_without_script(client, chosen):
    response = client.post("/theme", data={"theme": chosen, "next": "/about"})

    assert (response.status_code, response.location) == (303, "/about")
    assert f'<html lang="en-GB" data-theme="{chosen}">' in text_of(client.get("/about"))


def test_colours_can_follow_the_device_again(client):
    client.post("/theme", data={"theme": "dark", "next": "/about"})

    client.post("/theme", data={"theme": "", "next": "/about"})

    assert '<html lang="en-GB">' in text_of(client.get("/about"))


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_the_choice_of_colours_leads_nowhere_else(client, wanted):
    assert client.post("/theme", data={"theme": "dark", "next": wanted}).location == "/"


def test_a_colour_that_is_none_is_not_kept(client):
    client.post("/theme", data={"theme": '"><script>', "next": "/about"})

    assert '<html lang="en-GB">' in text_of(client.get("/about"))


def test_a_refusal_says_what_happened_that_nothing_is_lost_and_what_to_do(client):
    response = client.get("/no-such-page")

    page = text_of(response)
    assert response.status_code == 404
    assert "<h1>There is nothing here</h1>" in page
    assert "Nothing is lost." in page
    assert '<a class="btn main" href="/">Go to the course</a>' in page


def test_the_account_shows_the_person_and_the_ways_out(learner):
    page = text_of(learner.get("/account"))

    assert "<dd>Ada</dd>" in page
    assert "<dd>ada@example.org</dd>" in page
    assert 'action="/sign-out" method="post"' in page
    assert 'action="/sign-out-everywhere" method="post"' in page


def test_a_form_comes_back_with_each_fault_beside_its_field(client):
    response = client.post("/register", data={"name": "Ada", "email": "nowhere", "password": "short"})

    page = text_of(response)
    assert response.status_code == 422
    assert "Two things need a look" in page
    assert 'aria-describedby="email-note email-error"' in page
    assert 'value="Ada"' in page
    assert "short" not in re.findall(r'value="([^"]*)"', page)
