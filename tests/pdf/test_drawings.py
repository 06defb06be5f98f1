"""Figures made for paper."""

import re
from pathlib import Path

import pytest

from coursework.pdf import drawings

FORMAT = Path(__file__).resolve().parents[2] / "docs" / "content-format.md"


def drawing(inside):
    return drawings.for_paper(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 9">{inside}</svg>')


def test_a_class_becomes_the_attributes_that_it_stands_for():
    assert '<path d="M0 0h9" fill="none" stroke="#0b4f53" />' in drawing(
        '<path class="fig-accent-stroke" d="M0 0h9"/>'
    )


def test_an_edge_is_added_to_a_filled_shape():
    made = drawing('<circle class="fig-tint fig-edge" r="9"/>')

    assert '<circle r="9" fill="#bcd8d1" stroke="#4d473f" stroke-width="1.25" />' in made


def test_the_width_that_the_author_gave_is_kept():
    assert 'stroke-width="3"' in drawing('<circle class="fig-tint fig-edge" stroke-width="3" r="9"/>')


def test_a_text_is_ink_even_inside_a_coloured_group():
    made = drawing('<g class="fig-accent"><text x="1">word</text></g>')

    assert '<g fill="#0b4f53"><text x="1" fill="#1f1c18">word</text></g>' in made


def test_a_halo_is_the_same_text_in_paper_behind_it():
    made = drawing('<text class="fig-bold fig-halo" x="1">word</text>')

    behind, front = re.findall(r"<text[^>]*>", made)
    assert 'stroke="#ffffff"' in behind
    assert 'font-weight="600"' in behind
    assert "stroke" not in front


def test_what_is_read_aloud_has_title_and_description():
    made = drawing("<title>A map</title><desc>Six families.</desc>")

    assert "<title>A map. Six families.</title>" in made
    assert "<desc>" not in made


def test_the_drawing_is_no_stranger_in_html_whatever_was_read_before():
    """ElementTree keeps prefixes for the whole process, and WeasyPrint changes them."""
    made = drawing("<path/>")

    assert made.startswith('<svg viewBox="0 0 400 9"')
    assert "ns0:" not in made


@pytest.mark.parametrize(
    "name", sorted(set(re.findall(r"`(fig-[a-z-]+)`", FORMAT.read_text(encoding="utf-8"))))
)
def test_every_class_of_the_content_format_means_something_on_paper(name):
    assert drawing(f'<g class="{name}"/>') != drawing("<g/>")
