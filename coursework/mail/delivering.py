"""The job: deliver what waits in the outbox."""

import logging

from coursework.database import database
from coursework.jobs.names import JobName
from coursework.jobs.work import enqueue
from coursework.mail import actions
from coursework.mail.actions import Claimed
from coursework.mail.messages import message_of
from coursework.mail.transports import (
    AwayError,
    RefusedError,
    Transport,
    TransportError,
    UnsureError,
    transport_in,
)
from coursework.web.current import now, site, the_course

log = logging.getLogger(__name__)

_IN_ONE_RUN = 200  # then the other jobs have their turn
_FAILURES_IN_A_ROW = 3


def deliver_mail() -> None:
    """Send what is due, one after another, each noted at once."""
    with database().session(writes=True) as session:
        actions.look_after(session, now())
        session.commit()
    failures = 0
    with transport_in(site().settings) as transport:
        for _ in range(_IN_ONE_RUN):
            mail = _claim()
            if mail is None:
                return
            try:
                failures = 0 if _deliver(transport, mail) else failures + 1
            except AwayError as away:
                _put_all_off(mail, str(away))
                return
            if failures == _FAILURES_IN_A_ROW:
                return  # the next minute tries those that were not tried yet
    enqueue(JobName.DELIVER_MAIL)


def _claim() -> Claimed | None:
    with database().session(writes=True) as session:
        mail = actions.claim_next(session, now())
        session.commit()
    return mail


def _deliver(transport: Transport, mail: Claimed) -> bool:
    """Send one mail and note what became of it; return whether the transport held."""
    why: TransportError | None = None
    try:
        transport.send(message_of(mail, site().settings, the_course().short_title), mail.key)
    except AwayError:
        raise
    except TransportError as error:
        why = error
        log.warning("mail %s was not sent: %s", mail.id, error)
    except Exception:  # or it would stand in the way of all that wait behind it
        log.exception("mail %s", mail.id)
        why = RefusedError("The mail could not be put together.")
    with database().session(writes=True) as session:
        match why:
            case None:
                actions.note_sent(session, mail.id, now())
            case RefusedError():
                actions.note_refused(session, mail.id, str(why))
            case UnsureError():
                actions.note_unsure(session, mail.id, str(why))
            case _:
                actions.put_off(session, mail, str(why), now())
        session.commit()
    return why is None or isinstance(why, RefusedError)


def _put_all_off(mail: Claimed, why: str) -> None:
    log.error("no mail can be sent: %s", why)
    with database().session(writes=True) as session:
        actions.put_off(session, mail, why, now())
        actions.put_all_off(session, why, now())
        session.commit()
