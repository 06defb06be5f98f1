"""What a role may do, how long a sign-in lasts, what an address and a password must be."""

import hashlib
import re
import string
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

SIGNED_IN_FOR = timedelta(hours=12)
KEPT_SIGNED_IN_FOR = timedelta(days=30)
LINKS_AN_HOUR = 3  # to one address
SHORTEST_PASSWORD, LONGEST_PASSWORD = 10, 200
# What the course is called and about, and who is in it: guessed here before anywhere else.
OUR_WORDS = frozenset(
    {"coursework", "course", "theconnectedclinician", "connectedclinician", "clinician", "medicine"}
    | {"socialmedia", "hospital", "doctor", "lecture", "learner", "instructor", "administrator"}
)

NOT_AN_ADDRESS = "This does not look like an e-mail address, such as name@hospital.org."

_ADDRESS = re.compile(r"[^@\s\x00-\x1f,;<>()\[\]\\\"]{1,64}@[^@\s\x00-\x1f,;<>()\[\]\\\"]+\.[^@\s.,;<>]{2,}")
_LONGEST_ADDRESS = 254
_JOINERS = "\u200c\u200d"  # Persian and Indic names are written with them


class Role(StrEnum):
    """What a person is here for."""

    LEARNER = "learner"
    INSTRUCTOR = "instructor"
    ADMINISTRATOR = "administrator"


WITH_ARTICLE = {
    Role.LEARNER: "a learner",
    Role.INSTRUCTOR: "an instructor",
    Role.ADMINISTRATOR: "an administrator",
}


class Purpose(StrEnum):
    """What a one-time link does."""

    FIRST_ADMINISTRATOR = "first-administrator"
    JOIN = "join"
    RESET_PASSWORD = "reset-password"  # noqa: S105 (what a link does)
    USE_ADDRESS = "use-address"


LINK_LASTS = {
    Purpose.FIRST_ADMINISTRATOR: timedelta(hours=1),
    Purpose.JOIN: timedelta(days=3),
    Purpose.RESET_PASSWORD: timedelta(hours=1),
    Purpose.USE_ADDRESS: timedelta(days=3),
}


class Permission(StrEnum):
    """What may be done; guards name one of these, never a role."""

    READ_LECTURES = "lectures:read"
    TAKE_TESTS = "tests:take"
    SEE_OWN_PROGRESS = "progress:see-own"
    TEACH = "teaching:do"
    CORRECT_KEYS = "keys:correct"
    MANAGE_PEOPLE = "people:manage"


_LEARNING = frozenset({Permission.READ_LECTURES, Permission.TAKE_TESTS, Permission.SEE_OWN_PROGRESS})

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.LEARNER: _LEARNING,
    Role.INSTRUCTOR: _LEARNING | {Permission.TEACH, Permission.CORRECT_KEYS},
    Role.ADMINISTRATOR: frozenset(Permission),
}


def may(role: Role, permission: Permission) -> bool:
    """Say whether a role may do a thing."""
    return permission in PERMISSIONS[role]


def end_of_sign_in(now: datetime, *, keep: bool) -> datetime:
    """Return when a sign-in made now ends."""
    return now + (KEPT_SIGNED_IN_FOR if keep else SIGNED_IN_FOR)


def tidy_address(address: str) -> str:
    """Return an e-mail address in the one form in which it is kept and compared.

    What cannot be seen goes: it comes with a copied address, and nobody means it.
    """
    seen = "".join(c for c in unicodedata.normalize("NFKC", address) if unicodedata.category(c)[0] != "C")
    return unicodedata.normalize("NFKC", seen.casefold()).strip()


def is_address(address: str) -> bool:
    """Say whether a text can be an e-mail address."""
    seen = all(unicodedata.category(c)[0] != "C" for c in address)
    return seen and len(address) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(address) is not None


def tidy_name(name: str) -> str:
    """Return a name with single spaces and without control characters; joiners inside a word stay."""
    kept = "".join(c if c in _JOINERS or unicodedata.category(c)[0] != "C" else " " for c in name)
    words = (word.strip(_JOINERS) for word in unicodedata.normalize("NFC", kept).split())
    return " ".join(word for word in words if word)


def fault_of_password(password: str, email: str, has_leaked: Callable[[str], bool]) -> str:
    """Return what is wrong with a new password as a sentence, or an empty text."""
    if len(password) < SHORTEST_PASSWORD:
        return f"Use at least {SHORTEST_PASSWORD} characters; a few words in a row are good."
    if len(password) > LONGEST_PASSWORD:
        return f"Use at most {LONGEST_PASSWORD} characters."
    own = OUR_WORDS | {email, email.partition("@")[0]}
    guessed = any(word in own or has_leaked(word) for word in _words_in(password))
    if len(set(password)) < 5 or guessed:  # noqa: PLR2004
        return "This one is too easy to guess; use a few words in a row."
    return ""


def _words_in(password: str) -> list[str]:
    """Return what is guessed of a password: the whole, and what the figures and marks stand around."""
    whole = "".join(password.casefold().split())
    core = whole.strip(string.digits + string.punctuation)
    return [whole, core] if 2 * len(core) >= len(whole) else [whole]


def digest_of(token: str) -> str:
    """Return what is kept of a token: whoever reads the database cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()
