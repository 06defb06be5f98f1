"""Whom and what to look for; another role; an account to be closed."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SearchField,
    SelectField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange, Optional

from coursework.desk.administration.queries import LARGEST, Who
from coursework.desk.administration.rules import ACTIONS
from coursework.identity.rules import Role
from coursework.mail.rules import State
from coursework.web.forms import PageForm, choice

_ROLES: dict[str, str] = {
    Role.LEARNER: "Learner: reads, takes tests",
    Role.INSTRUCTOR: "Instructor: also opens cohorts, sees results, corrects keys",
    Role.ADMINISTRATOR: "Administrator: also everything on these pages",
}
_WHO: dict[str, str] = {
    Who.ANYBODY: "Everybody",
    Who.LEARNER: "Learners",
    Who.INSTRUCTOR: "Instructors",
    Who.ADMINISTRATOR: "Administrators",
    Who.UNCONFIRMED: "Not confirmed yet",
    Who.CLOSED: "Account closed",
}
STATES: dict[str, str] = {
    State.WAITING: "Waiting",
    State.SENDING: "Being sent",
    State.SENT: "Sent",
    State.GIVEN_UP: "Given up",
    State.UNSURE: "Nobody knows",
}


def _choices(words: Mapping[str, str]) -> list[object]:
    return [choice(value, said) for value, said in words.items()]


def _find(label: str) -> SearchField:
    most = Length(max=200, message="At most 200 characters.")
    return SearchField(label, [most], default="", render_kw={"autocomplete": "off", "maxlength": 200})


class PeopleForm(PageForm):
    """Whom to look for."""

    find = _find("Name, address or number, or a part of it")
    who = SelectField("Who", choices=_choices(_WHO), default=Who.ANYBODY.value)


class MailForm(PageForm):
    """Which mails to look for."""

    find = _find("Address that it goes to, or a part of it")
    state = SelectField("State", choices=_choices({"": "All", **STATES}), default="")


class _DayField(DateField):
    """A day."""

    def process_formdata(self, valuelist: Any) -> None:
        """Take the day, or say how to write one."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError("Write a day, such as 2026-11-22.") from error


class _NumberField(IntegerField):
    """The number of a person."""

    def process_formdata(self, valuelist: Any) -> None:
        """Take the number, or say where it stands."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError("Write the number that stands on the person's page, such as 12.") from error


class LogForm(PageForm):
    """Which rows of the audit log to look for."""

    action = SelectField("What", choices=_choices({"": "Everything", **ACTIONS}), default="")
    person = _NumberField(
        "Number of a person",
        [Optional(), NumberRange(1, LARGEST, "Nobody has such a number.")],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    since = _DayField("From the day", [Optional()])
    until = _DayField("To the day", [Optional()])

    def validate_until(self, field: Any) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError("This day must not come before the first.")

    def wanted(self, zone: ZoneInfo) -> dict[str, Any]:
        """Return what to look for; days are those of `zone`, the last one to its end."""
        since, until = self.since.data, self.until.data
        return {
            "action": self.action.data or None,
            "person_id": self.person.data,
            "since": _midnight(since, zone) if since else None,
            "until": _midnight(until + timedelta(days=1), zone) if until and until < date.max else None,
        }


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, tzinfo=zone)


def _reason(note: str) -> TextAreaField:
    most = Length(min=5, max=500, message="Say it in 5 to 500 characters.")
    return TextAreaField(note, [InputRequired("Say why."), most], render_kw={"rows": 2})


class RoleForm(PageForm):
    """One role, and why."""

    role = RadioField(
        "Role",
        [InputRequired("Choose one.")],
        choices=_choices(_ROLES),
    )
    reason = _reason("Why?")
    seen = HiddenField(validators=[AnyOf([role.value for role in Role], "Look at the page again first.")])


class CloseForm(PageForm):
    """Why somebody else's account is closed."""

    reason = _reason("Why?")
