"""HTML to PDF: the only place that knows WeasyPrint."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

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
    try:
        made: bytes = press.html(string=html, url_fetcher=press.fetcher).write_pdf(
            stylesheets=press.sheets, font_config=press.fonts, pdf_variant=VARIANT
        )
    except press.refusal as error:
        raise FetchRefusedError(str(error)) from error
    return made


@cache
def _press() -> _Press:
    try:
        import weasyprint  # noqa: PLC0415 (takes 1.4 s and needs a library of the system)
    except OSError as error:
        raise PangoMissingError from error
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
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            path = weasyprint.urls.URLFetcherResponse(url).path
            if path is None or Path(path).resolve().parent != folder.resolve():
                message = f"It asked for {url}"
                raise weasyprint.urls.FatalURLFetchingError(message)
            return super().fetch(url, headers)

    return Confined(allowed_protocols={"file"}, allow_redirects=False, fail_on_errors=True)
