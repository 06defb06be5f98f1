"""What the docs say about privacy is what the page says."""

from coursework.front.trust.privacy import as_markdown
from tests.laws.houses import ROOT


def test_the_docs_say_what_the_page_says():
    anew = "write it anew: .venv/bin/python -m coursework.front.trust.privacy > docs/privacy.md"

    assert (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8") == as_markdown(), anew
