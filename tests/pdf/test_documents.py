"""What stands in the HTML of a document."""

import re
from dataclasses import replace

from coursework.pdf.documents import Kind, document_of, qr_code

PUBLIC = "https://course.example.org"


def html_of(kind, course):
    return document_of(kind, course, course.lectures[0], PUBLIC).html


def test_a_document_is_saved_under_the_name_of_its_lecture_and_its_kind(course):
    names = [document_of(kind, course, course.lectures[0], PUBLIC).file_name for kind in Kind]

    assert names == ["01-first-handout.pdf", "01-first-lecture.pdf"]


def test_the_take_home_messages_come_before_anything_else_of_the_handout(course):
    html = html_of(Kind.HANDOUT, course)

    first, second = html.index("A post travels further than its author."), html.index("Before you post")

    assert first < second


def test_the_handout_lists_the_sources_it_cites_and_no_others(course):
    html = html_of(Kind.HANDOUT, course)

    assert re.findall(r'<li id="ref-(\d+)">', html) == ["1"]
    assert "science.aap9559" in html
    assert "bmj.39062" not in html


def test_the_answers_stand_at_the_end_and_not_beside_their_questions(course):
    html = html_of(Kind.LECTURE, course)

    question, answers, answer = map(
        html.index, ("Who sees a post?", 'id="answers"', "More people than were asked.")
    )

    assert question < answers < answer
    assert "<details" not in html
    assert re.findall(r'href="#answer-(\d)"', html) == ["1", "2"]
    assert re.findall(r'id="answer-(\d)"', html) == ["1", "2"]


def test_notes_from_the_margin_of_the_screen_are_left_out(course):
    assert 'class="side"' not in html_of(Kind.LECTURE, course)


def test_a_number_of_a_source_is_held_to_the_word_before_it(course):
    html = html_of(Kind.LECTURE, course)

    assert '<span class="held">ones.<span class="cites"><a aria-label="Source 1"' in html
    assert html.count('class="cites"') == html.count('class="held"')


def test_links_into_the_course_are_whole_addresses(course):
    html = html_of(Kind.LECTURE, course)

    assert f'href="{PUBLIC}/glossary#infodemic"' in html
    assert 'href="/' not in html


def test_the_terms_that_a_lecture_uses_are_explained_at_its_end(course):
    html = html_of(Kind.LECTURE, course)

    assert "<dt>infodemic</dt><dd>Too much information, some of it false" in html


def test_every_figure_of_a_document_has_lost_its_classes_and_kept_its_name(course):
    html = html_of(Kind.LECTURE, course)

    assert 'class="fig-' not in html
    assert "How a post travels. One reader passes a post to two, and they to four." in html


def test_the_qr_code_is_a_drawing_that_says_where_it_leads():
    drawing = qr_code(f"{PUBLIC}/lectures/01-first")

    assert drawing.startswith("<svg ")
    assert f"<title>QR code of {PUBLIC}/lectures/01-first</title>" in drawing


def test_a_title_with_marks_of_html_is_shown_and_not_obeyed(course):
    lecture = replace(course.lectures[0], title="Less is <more> & more")

    html = document_of(Kind.HANDOUT, course, lecture, PUBLIC).html

    assert "<title>Less is &lt;more&gt; &amp; more: handout</title>" in html


def test_an_address_with_a_slash_at_its_end_is_the_same_address(course):
    lecture = course.lectures[0]

    with_slash = document_of(Kind.HANDOUT, course, lecture, f"{PUBLIC}/")

    assert with_slash == document_of(Kind.HANDOUT, course, lecture, PUBLIC)
