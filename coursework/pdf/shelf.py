"""The shelf: finished documents, each under the digest of what it was made from."""

import hashlib
import os
import re
import tempfile
from functools import cache
from importlib.metadata import version
from pathlib import Path

from coursework.pdf import rendering
from coursework.pdf.documents import Document

_DIGEST = re.compile(r"[0-9a-f]{64}")


def digest_of(document: Document) -> str:
    """Return the digest of all that decides what the PDF looks like."""
    return hashlib.sha256(f"{_renderer()}\n{document.html}".encode()).hexdigest()


@cache
def _renderer() -> str:
    """Return a digest of the renderer: its version, our options, the style sheets, the faces."""
    found = hashlib.sha256(f"{version('weasyprint')} {rendering.VARIANT}".encode())
    for path in sorted([*rendering.STYLES.iterdir(), *rendering.FONTS.glob("*.woff2")]):
        if path.is_file():
            found.update(path.read_bytes())
    return found.hexdigest()


class Shelf:
    """Finished files in one folder; a file is there whole or not at all."""

    def __init__(self, folder: Path) -> None:
        """Keep the files in `folder`, which is made when first needed."""
        self.folder = folder

    def find(self, digest: str) -> Path | None:
        """Return the file made from this digest, or None."""
        path = self._path_of(digest)
        return path if path.is_file() else None

    def keep(self, digest: str, pdf: bytes) -> Path:
        """Put a finished file on the shelf and return where it is."""
        path = self._path_of(digest)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, unfinished = tempfile.mkstemp(prefix="unfinished-", dir=self.folder)  # mode 0600
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(pdf)
                file.flush()
                os.fsync(file.fileno())
            Path(unfinished).replace(path)
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise
        return path

    def _path_of(self, digest: str) -> Path:
        if not _DIGEST.fullmatch(digest):
            message = f"not a digest: {digest!r}"
            raise ValueError(message)
        return self.folder / f"{digest}.pdf"
