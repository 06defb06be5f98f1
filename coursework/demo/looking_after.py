"""What whoever looks after the course has done, and what waits for them: mails, a document, accounts."""

from datetime import datetime, timedelta

from flask import current_app
from flask.ctx import RequestContext
from sqlalchemy.orm import Session

from coursework.content.course import Course
from coursework.demo.cast import Learner
from coursework.handouts.actions import ask_for, note_failed
from coursework.identity.account.actions import change_password
from coursework.identity.actions import begin_sign_in, change_role, register
from coursework.identity.joining.actions import ask_for_password, ask_to_join
from coursework.identity.models import Person
from coursework.identity.rules import Role
from coursework.keeping.actions import close_account
from coursework.mail.actions import claim_next, note_refused, note_sent, note_unsure, put_off
from coursework.mail.rules import PAUSES
from coursework.pdf.documents import Kind

_HERE, _ELSEWHERE = "192.0.2.17", "198.51.100.4"  # addresses that belong to nobody (RFC 5737)
_ZONES = ("Europe/Budapest", "Asia/Tokyo", "America/New_York")


def staff(session: Session, administrator: str, instructor: str, at: datetime) -> tuple[int, int]:
    """Add an administrator, and an instructor who was a learner first; return their numbers."""
    chief = register(
        session, "Adél Administrator", "administrator@demo.example", administrator, Role.ADMINISTRATOR, at
    )
    teacher = register(session, "Imre Instructor", "instructor@demo.example", instructor, Role.LEARNER, at)
    chief.confirmed_at = teacher.confirmed_at = at + timedelta(minutes=4)
    with _from(_HERE):
        later, why = at + timedelta(hours=2), "Runs both cohorts."
        change_role(session, teacher.id, Role.INSTRUCTOR, later, actor_id=chief.id, reason=why)
    return chief.id, teacher.id


def settle(person: Person, learner: Learner, at: datetime) -> None:
    """Confirm the address of a learner; one in ten has chosen a time zone."""
    person.confirmed_at = at
    if learner.number % 10 == 3:  # noqa: PLR2004 (some)
        person.time_zone = _ZONES[learner.number // 10 % len(_ZONES)]


def look_after(session: Session, course: Course, chief_id: int, password_hash: str, now: datetime) -> None:
    """Let mails wait and fail, a document fail, accounts come and go."""
    _fail_to_send(session, now)
    digest = f"{0:064}"
    ask_for(session, digest, Kind.HANDOUT, course.lectures[-1].slug, now - timedelta(hours=5))
    note_failed(session, digest, "The document took too long to make.")
    with _from(_ELSEWHERE):
        _come_and_go(session, chief_id, password_hash, now)


def _fail_to_send(session: Session, now: datetime) -> None:
    """Write to three who forgot their passwords: one mail waits, one is given up, of one nobody knows."""
    at = now - timedelta(minutes=100)
    while mail := claim_next(session, at):  # what was written before went out
        note_sent(session, mail.id, at)
    ask_for_password(session, at, "learner21@demo.example")
    for pause in (timedelta(0), *PAUSES):
        at += pause
        session.flush()
        if mail := claim_next(session, at):
            put_off(session, mail, "The mail server said: 451 try again later", at)
    for number in (22, 23):
        ask_for_password(session, at, f"learner{number}@demo.example")
    session.flush()
    refused, unsure = claim_next(session, at), claim_next(session, at)
    if refused and unsure:
        note_refused(session, refused.id, "The mail server said: 550 no such mailbox")
        note_unsure(session, unsure.id, "The mail server took the mail and then gave no answer.")


def _come_and_go(session: Session, chief_id: int, password_hash: str, now: datetime) -> None:
    moved = register(
        session, "Nóra Nagy", "nora@demo.example", password_hash, Role.LEARNER, now - timedelta(days=9)
    )
    moved.confirmed_at, at = now - timedelta(days=9), now - timedelta(days=4)
    token = begin_sign_in(session, moved.id, at, keep=False)
    change_password(session, moved.id, token, password_hash, at)
    gone = register(
        session, "Gone", "gone@demo.example", password_hash, Role.LEARNER, now - timedelta(days=20)
    )
    why = "They asked for it on the telephone."
    close_account(session, gone.id, now - timedelta(days=3), actor_id=chief_id, reason=why)
    ask_to_join(
        session, now - timedelta(hours=1), "Not Confirmed", "waiting@demo.example", password_hash, None
    )


def _from(address: str) -> RequestContext:
    """Return where a request comes from."""
    return current_app.test_request_context(environ_base={"REMOTE_ADDR": address})
