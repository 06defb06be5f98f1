"""Passwords are kept as argon2id hashes."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from coursework.processors import use_all

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
# One thread for all: a hash takes 19 MB, and each thread that ever made one would keep as much for good.
_one = ThreadPoolExecutor(max_workers=1, thread_name_prefix="passwords", initializer=use_all)
NOBODY = _hasher.hash("a password that nobody has")


def hash_of(password: str) -> str:
    """Return the hash of a password."""
    return _one.submit(_hasher.hash, _in_one_form(password)).result()


def renewed(password: str, kept: str) -> str:
    """Return the hash to keep from now on: another where the one that was kept is weaker than today's."""
    return hash_of(password) if _hasher.check_needs_rehash(kept) else kept


def matches(password: str, kept: str) -> bool:
    """Say whether a password is the one whose hash was kept; takes the same time either way."""
    try:
        return _one.submit(_hasher.verify, kept, _in_one_form(password)).result()
    except (VerificationError, InvalidHashError):
        return False


def _in_one_form(password: str) -> str:
    """Return the same text for the same letters: keyboards compose them in two ways."""
    return unicodedata.normalize("NFC", password)
