"""Refusals: what may not be done, each with a sentence for the person."""


class RefusalError(Exception):
    """A thing asked for that cannot be done; the message is shown to the person."""

    status = 409


class NotUnderstoodError(RefusalError):
    """What was sent cannot be understood."""

    status = 422
