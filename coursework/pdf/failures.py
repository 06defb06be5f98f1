"""Why a document could not be made: each failure with a sentence for the person who asked."""

PANGO_LINE = "apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


class RenderingError(Exception):
    """A document that could not be made."""

    sentence = "The document could not be made."

    def __init__(self, detail: str = "") -> None:
        """Say the sentence, and `detail` where there is more to say."""
        super().__init__(f"{self.sentence} {detail}".rstrip())


class PangoMissingError(RenderingError):
    """The machine has no library to set text with."""

    sentence = (
        f"This server cannot make PDF files: the library Pango is missing. Install it with: {PANGO_LINE}"
    )


class FetchRefusedError(RenderingError):
    """The document asked for a file that it may not read."""

    sentence = "The document asks for something outside its own folder."


class TooSlowError(RenderingError):
    """The document took longer than it may."""

    sentence = "The document took too long and was given up."


class RendererDiedError(RenderingError):
    """The process that makes documents died, twice."""

    sentence = "The process that makes documents ended without an answer."


class PressClosedError(Exception):
    """The server is stopping: the document was neither made nor a failure."""


FAILURES = {
    kind.__name__: kind
    for kind in (RenderingError, PangoMissingError, FetchRefusedError, TooSlowError, RendererDiedError)
}
