"""What to do about a document that is not there yet."""

from datetime import datetime, timedelta
from enum import Enum

ASK_AGAIN_AFTER = timedelta(seconds=60)
TRY_AGAIN_AFTER = timedelta(minutes=5)


class Step(Enum):
    """What comes next for a document."""

    ASK = "ask for it"
    WAIT = "wait for it"
    GIVE_UP = "say that it failed"


def next_step(asked_at: datetime | None, failed: str | None, now: datetime) -> Step:
    """Say what to do: what was lost is asked for again, and what failed is tried again later."""
    if asked_at is None:
        return Step.ASK
    patience = ASK_AGAIN_AFTER if failed is None else TRY_AGAIN_AFTER
    if now - asked_at > patience:
        return Step.ASK
    return Step.WAIT if failed is None else Step.GIVE_UP
