"""Passwords that are guessed first: those that leaked most often."""

import gzip
from functools import cache
from pathlib import Path

from coursework.identity import rules

_FILE = Path(__file__).with_name("leaked-passwords.txt.gz")


def fault_of_password(password: str, email: str) -> str:
    """Return what is wrong with a new password as a sentence, or an empty text."""
    return rules.fault_of_password(password, email, has_leaked)


def has_leaked(word: str) -> bool:
    """Say whether a word, in small letters and without spaces, is one of the list."""
    return f"\n{word}\n" in _list()


@cache
def _list() -> str:
    return "\n" + gzip.decompress(_FILE.read_bytes()).decode()
