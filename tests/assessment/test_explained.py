"""What the figures mean is said in words, the same on the page and in the docs."""

import html

from coursework.assessment.analysis.explained import PARTS, as_markdown
from tests.laws.houses import ROOT


def test_the_docs_say_what_the_page_says():
    anew = "write it anew: .venv/bin/python -m coursework.assessment.analysis.explained > docs/statistics.md"

    assert (ROOT / "docs" / "statistics.md").read_text(encoding="utf-8") == as_markdown(), anew


def test_the_page_says_everything_and_the_figures_lead_to_it(instructor):
    page = html.unescape(instructor.get("/teach/figures").text)

    missing = [one for part in PARTS for one in (part.head, *part.paragraphs) if one not in page]
    assert missing == []


def test_a_learner_does_not_read_how_questions_are_judged(learner):
    assert learner.get("/teach/figures").status_code == 403
