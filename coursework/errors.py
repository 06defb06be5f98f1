"""Refusals: what may not be done, each with a sentence for the person."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Way:
    """Where to go from a refusal: the words of a button, and the page, by its endpoint."""

    label: str
    endpoint: str


class RefusalError(Exception):
    """A thing asked for that cannot be done; the message is shown to the person.

    `title` replaces the usual words of the status; `ways` lead on, the likeliest first.
    """

    status = 409
    title = ""
    ways: tuple[Way, ...] = ()


class NotUnderstoodError(RefusalError):
    """What was sent cannot be understood."""

    status = 422


class TooManyError(RefusalError):
    """A try that has to wait; `seconds` says how long."""

    status = 429

    def __init__(self, seconds: int, why: str = "There were too many wrong tries.") -> None:
        """Say why, and how many seconds to wait."""
        self.seconds = seconds
        super().__init__(f"{why} Wait {seconds} second{'s' * (seconds != 1)}, then try again.")
