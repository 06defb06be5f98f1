"""Passwords are kept as argon2id hashes."""

import unicodedata
from threading import Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
# One at a time: a hash takes 19 MB and 30 ms, and a crowd at the door must not take the memory of all.
_turn = Lock()
NOBODY = _hasher.hash("a password that nobody has")


def hash_of(password: str) -> str:
    """Return the hash of a password."""
    with _turn:
        return _hasher.hash(_in_one_form(password))


def matches(password: str, kept: str) -> bool:
    """Say whether a password is the one whose hash was kept; takes the same time either way."""
    try:
        with _turn:
            return _hasher.verify(kept, _in_one_form(password))
    except (VerificationError, InvalidHashError):
        return False


def _in_one_form(password: str) -> str:
    """Return the same text for the same letters: keyboards compose them in two ways."""
    return unicodedata.normalize("NFC", password)
