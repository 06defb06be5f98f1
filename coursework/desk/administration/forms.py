"""Whom to look for; another role; an account to be closed."""

from collections.abc import Mapping

from wtforms import HiddenField, RadioField, SearchField, SelectField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length

from coursework.desk.administration.queries import Who
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
