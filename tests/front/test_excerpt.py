from dataclasses import replace

from markupsafe import Markup

from coursework.front.excerpt import first_figure_of


def test_the_first_figure_stands_without_its_source_numbers(course):
    figure = first_figure_of(course.lectures[0])

    assert figure is not None
    assert figure.startswith('<figure class="fig"')
    assert 'class="cite' not in figure


def test_a_lecture_without_a_figure_has_none_to_show(course):
    lecture = course.lectures[0]
    bare = replace(lecture.sections[0], html=Markup("<p>Words.</p>"))

    assert first_figure_of(replace(lecture, sections=(bare,))) is None
