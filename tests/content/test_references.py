"""How a source is set."""

import pytest

from coursework.content.references import Reference

BLANK = dict.fromkeys(("venue", "volume", "pages", "doi", "url", "note", "found", "limit"), "")


def make_reference(**fields: object):
    usual = BLANK | {"key": "A", "authors": "Roy D", "title": "A title", "year": 2018, "retracted": False}
    return Reference(**(usual | fields))


def test_an_article_is_set_in_vancouver_style(course):
    assert course.references["Vosoughi2018"].vancouver == (
        "Vosoughi S, Roy D, Aral S. <i>The spread of true and false news online.</i> "
        'Science 2018;359(6380):1146-1151. <a href="https://doi.org/10.1126/science.aap9559" rel="noopener">'
        "doi:10.1126/<wbr>science.aap9559</a>"
    )


@pytest.mark.parametrize(
    ("fields", "set_as"),
    [
        (
            {"authors": "Roy D, Aral S, et al.", "title": "Is it true?", "url": "https://example.org/a/"},
            (
                "Roy D, Aral S, et al. <i>Is it true?</i> 2018. "
                '<a href="https://example.org/a/" rel="noopener">example.org/<wbr>a</a>'
            ),
        ),
        (
            {"authors": "WHO", "venue": "Geneva", "pages": "1-9", "doi": "10.1/x", "retracted": True},
            (
                "<strong>Retracted.</strong> WHO. <i>A title.</i> Geneva 2018:1-9. "
                '<a href="https://doi.org/10.1/x" rel="noopener">doi:10.1/<wbr>x</a>'
            ),
        ),
        (
            {"authors": "<b>A</b>", "title": '"<script>"', "doi": '10.1/"><i>'},
            (
                "&lt;b&gt;A&lt;/b&gt;. <i>&#34;&lt;script&gt;&#34;.</i> 2018. "
                '<a href="https://doi.org/10.1/&#34;&gt;&lt;i&gt;" rel="noopener">'
                "doi:10.1/<wbr>&#34;&gt;&lt;i&gt;</a>"
            ),
        ),
    ],
)
def test_what_a_source_lacks_is_left_out_and_what_it_has_is_escaped(fields, set_as):
    assert make_reference(**fields).vancouver == set_as


@pytest.mark.parametrize(
    ("authors", "short"),
    [
        ("Vosoughi S, Roy D", "Vosoughi 2018"),
        ("van der Linden S", "van der Linden 2018"),
        ("World Health Organization", "World Health Organization 2018"),
        ("WHO", "WHO 2018"),
        ("General Medical Council", "General Medical Council 2018"),
    ],
)
def test_a_source_is_named_by_its_first_author_and_year(authors, short):
    assert make_reference(authors=authors).short == short
