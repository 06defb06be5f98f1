"""HTML to PDF: the only place that knows WeasyPrint."""

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from coursework.pdf.failures import FetchRefusedError, PangoMissingError

FONTS = Path(__file__).parent.parent / "static" / "fonts"
STYLES = Path(__file__).parent / "templates"
VARIANT = "pdf/ua-1"


@dataclass(frozen=True)
class _Press:
    """What is made once in a process: the faces and the style sheets, read and understood."""

    html: Any
    fetcher: Any
    fonts: Any
    sheets: list[Any]
    refusal: type[BaseException]


def render(html: str) -> bytes:
    """Return the document as a tagged PDF with all its fonts inside.

    Raises `PangoMissingError` where the system's library is missing, and `FetchRefusedError`
    when the document asks for anything but the fonts.
    """
    press = _press()
    press.fetcher.refused.clear()
    try:
        made: bytes = press.html(string=html, url_fetcher=press.fetcher).write_pdf(
            stylesheets=press.sheets, font_config=press.fonts, pdf_variant=VARIANT
        )
    except press.refusal as error:
        raise FetchRefusedError(f"It asked for {error}") from error
    if press.fetcher.refused:  # inside a drawing WeasyPrint swallows even a fatal error
        raise FetchRefusedError(f"It asked for {press.fetcher.refused[0]}")
    return made


@cache
def _press() -> _Press:
    try:
        import weasyprint  # noqa: PLC0415 (takes 1.4 s and needs a library of the system)
    except OSError as error:
        raise PangoMissingError from error
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")  # the hour in the faces, else no two files are the same
    fetcher = _fetcher(weasyprint, FONTS)
    fonts = weasyprint.text.fonts.FontConfiguration()
    sheets = [
        weasyprint.CSS(
            string=(STYLES / name).read_text(encoding="utf-8"),
            base_url=f"{FONTS.as_uri()}/",
            url_fetcher=fetcher,
            font_config=fonts,
        )
        for name in ("faces.css", "document.css")
    ]
    return _Press(weasyprint.HTML, fetcher, fonts, sheets, weasyprint.urls.FatalURLFetchingError)


def _fetcher(weasyprint: Any, folder: Path) -> Any:
    """Return a fetcher that reads the files of one folder and stops at anything else."""

    class Confined(weasyprint.URLFetcher):  # type: ignore[misc]
        refused: ClassVar[list[str]] = []

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            path = weasyprint.urls.URLFetcherResponse(url).path
            if path is None or Path(path).resolve().parent != folder.resolve():
                self.refused.append(url)
                raise weasyprint.urls.FatalURLFetchingError(url)
            return super().fetch(url, headers)

    return Confined(allowed_protocols={"file"}, allow_redirects=False, fail_on_errors=True)
