"""What kinds of mail there are, what an address may hold, and when a mail is tried again or given up."""

import re
import unicodedata
from datetime import datetime, timedelta
from enum import StrEnum

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60))
LONGEST_PAUSE = timedelta(hours=4)
TRIED_FOR = timedelta(days=2)
SENDING_TAKES_AT_MOST = timedelta(minutes=10)
ROWS_KEPT_FOR = timedelta(days=90)
FILES_KEPT_FOR = timedelta(days=7)  # a mail that was delivered into the folder


class Kind(StrEnum):
    """What a mail is about; its words are in `templates/mail`."""

    CONFIRM_ADDRESS = "confirm-address"
    ADDRESS_KNOWN = "address-known"
    ADDRESS_UNKNOWN = "address-unknown"
    RESET_PASSWORD = "reset-password"  # noqa: S105 (a kind of mail)
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 (a kind of mail)
    USE_ADDRESS = "use-address"
    ADDRESS_CHANGED = "address-changed"
    ROLE_CHANGED = "role-changed"
    ACCOUNT_CLOSED = "account-closed"
    RESULT_CORRECTED = "result-corrected"
    PASS_LOST = "pass-lost"  # noqa: S105 (a kind of mail)
    LATE_ANSWERS = "late-answers"
    REPORT_ANSWERED = "report-answered"


# The others are about the person's own account, or about a pass that is lost: whoever it is has to know.
CAN_BE_STOPPED: dict[Kind, str] = {
    Kind.RESULT_CORRECTED: "Mails about a test result that was corrected",
    Kind.LATE_ANSWERS: "Mails about answers that came late",
    Kind.REPORT_ANSWERED: "Mails with an answer to what you said about a question",
}


class State(StrEnum):
    """How far a mail is; the model says what each means."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    GIVEN_UP = "given_up"
    UNSURE = "unsure"


def fits_a_header(text: str) -> bool:
    """Say whether a text can stand on one line of a header: line breaks would begin another header."""
    return bool(text) and all(unicodedata.category(c) not in {"Cc", "Cs", "Zl", "Zp"} for c in text)


def next_try(made_at: datetime, tries: int, now: datetime) -> datetime | None:
    """Return when a mail that was refused for now is tried again, or None when it is given up."""
    pause = PAUSES[tries - 1] if tries <= len(PAUSES) else LONGEST_PAUSE
    most = len(PAUSES) + TRIED_FOR // LONGEST_PAUSE  # where the clock has stepped back
    return None if now + pause > made_at + TRIED_FOR or tries >= most else now + pause


def without_addresses(text: str) -> str:
    """Return what a mail server said, without the addresses that it likes to repeat."""
    return re.sub(r"<?[^\s<>]+@[^\s<>]+>?", "the address", " ".join(text.split()))[:300]
