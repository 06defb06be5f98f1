"""The names of the jobs, so that a lower room can ask for what a higher one does."""

from enum import StrEnum


class JobName(StrEnum):
    """What can be asked for; who does it is bound where the rooms are put together."""

    CLOSE_OVERDUE_ATTEMPTS = "close-overdue-attempts"
    DELETE_WHAT_IS_OVER = "delete-what-is-over"
    DELIVER_MAIL = "deliver-mail"
    MAKE_DOCUMENTS = "make-documents"
