"""Refusals: what may not be done, each with a sentence for the person."""


class RefusalError(Exception):
    """A thing asked for that cannot be done; the message is shown to the person."""

    status = 409


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
