"""Texts of lectures: sources, terms, blocks, figures, tables."""

import pytest

from tests.factories.prose import Page

CITE_1 = '<a aria-label="Source 1" class="cite" href="#ref-1">1</a>'
CITE_2 = '<a aria-label="Source 2" class="cite" href="#ref-2">2</a>'


@pytest.fixture
def page():
    """A lecture in the making."""
    return Page()


def test_sources_are_numbered_in_the_order_in_which_they_are_first_cited(page):
    page.html("One.[@C] Two.[@A; @C]")
    page.html("Three.[@B]")

    assert page.prose.cited == ["C", "A", "B"]


def test_a_source_keeps_its_number_through_the_lecture(page):
    page.html("One.[@C]")

    assert page.html("Again.[@C]") == f'<p>Again.<span class="cites">{CITE_1}</span></p>'


def test_a_side_note_stands_once_where_its_source_is_first_cited(page):
    first = page.html("One.[@A]")
    again = page.html("Two.[@A]")

    assert first == (
        f'<p>One.<span class="cites">{CITE_1}'
        '<span class="side"><b>1</b> Ames 2018. Twelve wards.</span></span></p>'
    )
    assert again == f'<p>Two.<span class="cites">{CITE_1}</span></p>'


def test_a_source_without_a_note_has_none_beside_the_text(page):
    assert page.html("One.[@C]") == f'<p>One.<span class="cites">{CITE_1}</span></p>'


def test_a_source_first_cited_in_a_table_has_its_note_where_text_cites_it(page):
    table = page.html("| A | B |\n| --- | --- |\n| c | d[@A] |")
    text = page.html("One.[@A]")

    assert table.count('class="side"') == 0
    assert text.count('class="side"') == 1


def test_two_sources_of_one_sentence_stand_together(page):
    html = page.html("One.[@C; C] Two.[@C; @B]")

    assert html == (
        f'<p>One.<span class="cites">{CITE_1}{CITE_1}</span> Two.<span class="cites">{CITE_1}{CITE_2}'
        '<span class="side"><b>2</b> Beck 2018. A &lt;script&gt; of "notes".</span></span></p>'
    )


def test_a_source_of_a_question_is_named_and_linked(page):
    assert page.line("So.[@A; @B]") == (
        'So.<span class="named-cites"> (<a href="https://doi.org/10.1/A" rel="noopener">Ames 2018</a>; '
        '<a href="https://doi.org/10.1/B" rel="noopener">Beck 2018</a>)</span>'
    )


def test_a_term_is_linked_with_its_meaning_at_hand(page):
    assert page.html("Many [[post|posts]].") == (
        '<p>Many <a class="term" data-means="What is &quot;posted&quot; &lt;b&gt;anywhere&lt;/b&gt;." '
        'href="/glossary#post">posts</a>.</p>'
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("One.[@Z]", "there is no reference 'Z' in references.yaml"),
        ("One [[pots]].", "the glossary has no term 'pots'"),
        ('!!! figure "no.svg"\n    Words.', "there is no figure 'no.svg' in lectures/figures"),
        (
            '!!! figure "../01-path.svg"\n    Words.',
            "there is no figure '../01-path.svg' in lectures/figures",
        ),
        ("!!! advice\n    Words.", "'!!! advice' is no kind of block"),
    ],
)
def test_what_a_text_points_to_must_be_there(page, text, fault):
    page.html(text)

    assert page.faults == [fault]


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("evidence", "Evidence"),
        ("practice", "In practice"),
        ("pitfall", "Pitfall"),
        ("try", "Try it"),
        ("then-and-now", "Then and now"),
    ],
)
def test_a_box_says_what_kind_it_is(page, kind, label):
    assert page.html(f"!!! {kind}\n    Words.") == (
        f'<div aria-label="{label}" class="box {kind}" role="note">'
        f'<p class="lab">{label}</p><p>Words.</p></div>'
    )


def test_a_box_has_its_title_beside_its_kind(page):
    html = page.html('!!! evidence "Six trials"\n    Words.')

    assert html == (
        '<div aria-label="Evidence: Six trials" class="box evidence" role="note">'
        '<p class="lab">Evidence: Six trials</p><p>Words.</p></div>'
    )


def test_a_self_check_folds_its_answer_away(page):
    html = page.html("!!! check\n    Who?\n\n    ---\n\n    All of them.")

    assert html == (
        '<div aria-label="Self-check" class="check" role="group"><p class="lab">Self-check</p>'
        '<div class="q"><p>Who?</p></div><details><summary>The answer</summary>'
        '<div class="a"><p>All of them.</p></div></details></div>'
    )


def test_a_block_may_stand_inside_another(page):
    html = page.html('!!! evidence\n    Words.\n\n    !!! figure "01-path.svg"\n        A caption.')

    assert (html.count("<figure"), html.count("admonition")) == (1, 0)


def test_figures_are_numbered_through_the_lecture(page):
    figure = '!!! figure "01-path.svg"\n    A caption.'

    html = page.html(
        f"{figure}\n\n!!! practice\n    {figure.replace(chr(10), chr(10) + '    ')}"
    ) + page.html(figure)

    labels = [part.partition("</b>")[0] for part in html.split("<figcaption><b>")[1:]]
    assert labels == ["Figure 3.1.", "Figure 3.2.", "Figure 3.3."]
    assert page.prose.figures_used == ["01-path.svg"] * 3


def test_a_figure_stands_in_the_page_as_an_image_with_a_name(page):
    html = page.html('!!! figure "01-path.svg"\n    **Bold.** And more.')

    assert html.startswith(
        '<figure class="fig" id="fig-3-1"><div class="drawing"><svg xmlns="http://www.w3.org/2000/svg" '
        'viewBox="0 0 400 120" role="img" aria-labelledby="f01-1-t f01-1-d"><title'
    )
    assert html.endswith(
        "<figcaption><b>Figure 3.1.</b> <span><strong>Bold.</strong> And more.</span> </figcaption></figure>"
    )


def test_a_table_names_its_rows_and_columns(page):
    html = page.html("| Place | Reach |\n| --- | ---: |\n| Feed | *wide* |")

    assert html == (
        '<table class="tab stack"><thead><tr>'
        '<th scope="col">Place</th><th class="r" scope="col">Reach</th></tr>'
        '</thead><tbody><tr><th scope="row">Feed</th><td class="r" data-label="Reach"><em>wide</em></td></tr>'
        "</tbody></table>"
    )


def test_a_handout_has_boxes_to_tick(page):
    assert page.html("- [ ] Wait\n- [x] Post") == ('<ul><li class="tick">Wait</li><li>[x] Post</li></ul>')


def test_a_handout_has_lines_to_write_on(page):
    html = page.html('!!! write "My goals" 2\n    A line each.')

    assert html == (
        '<section aria-label="My goals" class="write"><p class="lab">My goals</p><p>A line each.</p>'
        '<div class="ruled"></div><div class="ruled"></div></section>'
    )


def test_a_line_of_a_question_has_no_paragraph_around_it(page):
    assert page.line("One *word*.") == "One <em>word</em>."
    assert page.line("One.\n\nTwo.") == "<p>One.</p><p>Two.</p>"


def test_an_empty_cell_is_no_heading(page):
    html = page.html("| | Yes |\n| --- | --- |\n| A | 1 |\n| | 2 |")

    assert html.count("<th ") == 2
    assert '<th scope="col">Yes</th>' in html
    assert '<th scope="row">A</th>' in html


def test_a_number_and_its_per_cent_sign_stay_on_one_line(page):
    assert page.html("It was 80 % of 25.") == "<p>It was 80\u00a0% of 25.</p>"
