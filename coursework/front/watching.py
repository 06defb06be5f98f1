"""What who watches over the server is told: whether it is fit to answer, and figures of the rooms."""

from functools import partial

import sqlalchemy as sa
from flask import Flask

from coursework.assessment.models import Attempt
from coursework.database import session
from coursework.jobs.queues import QUEUE_FAULTS
from coursework.jobs.work import last_seen
from coursework.mail.queries import counts_by_state
from coursework.mail.rules import State
from coursework.settings import Settings
from coursework.web.current import now
from coursework.web.health import Health, database_word, disk_word, init_health, worker_word
from coursework.web.metrics import Figures


def init_watching(app: Flask, settings: Settings, figures: Figures) -> Health:
    """Bind the checks of `/health/ready`, and the figures that are asked for on `/metrics`."""
    health = init_health(app)
    health.bind("database", database_word)
    health.bind("worker", lambda: worker_word(last_seen, now(), QUEUE_FAULTS))
    health.bind("disk", lambda: disk_word(settings.instance_dir))
    for state in (State.WAITING, State.GIVEN_UP, State.UNSURE):
        figures.bind(f"mails_{state}", f"Mails that are {state}.", partial(_mails, state))
    figures.bind("attempts_open", "Tests begun and not submitted.", _open_attempts)
    return health


def _mails(state: State) -> float:
    return counts_by_state(session())[state]


def _open_attempts() -> float:
    found = sa.select(sa.func.count()).select_from(Attempt).where(Attempt.submitted_at.is_(None))
    return session().scalar(found) or 0
