"""The shelf of finished documents."""

import stat
from dataclasses import replace
from pathlib import Path
from typing import Never

import pytest

from coursework.pdf.documents import Document, Kind
from coursework.pdf.shelf import Shelf, digest_of

DOCUMENT = Document(kind=Kind.HANDOUT, slug="01-first", html="<p>One</p>")
DIGEST = digest_of(DOCUMENT)


@pytest.fixture
def shelf(tmp_path):
    return Shelf(tmp_path / "documents")


def test_what_is_kept_is_found_again(shelf):
    kept = shelf.keep(DIGEST, b"%PDF")

    assert shelf.find(DIGEST) == kept
    assert kept.read_bytes() == b"%PDF"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_what_was_never_kept_is_not_found(shelf):
    assert shelf.find(DIGEST) is None


def test_another_text_has_another_place(shelf):
    shelf.keep(DIGEST, b"%PDF")

    assert shelf.find(digest_of(replace(DOCUMENT, html="<p>Two</p>"))) is None


def test_a_file_that_could_not_be_finished_is_not_there(shelf, monkeypatch):
    def full(_) -> Never:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)

    with pytest.raises(OSError, match="No space"):
        shelf.keep(DIGEST, b"%PDF")

    assert shelf.find(DIGEST) is None
    assert list(shelf.folder.iterdir()) == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "abc", f"{DIGEST}\n", DIGEST.upper() + "g"])
def test_only_a_digest_names_a_place(shelf, name):
    with pytest.raises(ValueError, match="not a digest"):
        shelf.find(name)


def test_a_digest_is_the_same_in_every_process():
    assert len(DIGEST) == 64
    assert digest_of(DOCUMENT) == DIGEST
    assert Path(f"{DIGEST}.pdf").name == f"{DIGEST}.pdf"
