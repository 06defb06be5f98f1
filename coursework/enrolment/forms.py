"""The name and the policy of a cohort, a join code, an accommodation."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from wtforms import DateTimeLocalField, IntegerField, RadioField, StringField, ValidationError
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from coursework.content.policies import AFTER_FAIL, LIMITS, Policy
from coursework.enrolment.rules import MOST_EXTRA_ATTEMPTS, TIMES, tidy_code
from coursework.web.forms import PageForm, choice

_TIME_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]


class WholeField(IntegerField):
    """A whole number."""

    def process_formdata(self, valuelist: Any) -> None:
        """Take the number, or say that it is none."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError("Write a whole number.") from error


class LocalMomentField(DateTimeLocalField):
    """A day and a time on the reader's clock."""

    def process_formdata(self, valuelist: Any) -> None:
        """Take the moment, or say how to write one."""
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError("Write a day and a time, such as 2026-11-22 18:00.") from error


def _whole(label: str, name: str, *, needed: bool) -> WholeField:
    low, high = LIMITS[name]
    first = InputRequired("Write a whole number.") if needed else Optional()
    words = f"Write a whole number from {low} to {high}."
    return WholeField(label, [first, NumberRange(low, high, words)], render_kw={"inputmode": "numeric"})


class NameForm(PageForm):
    """The name of a cohort."""

    name = StringField(
        "Name of the cohort",
        [DataRequired("Give it a name."), Length(max=80, message="At most 80 characters.")],
        filters=[lambda text: " ".join((text or "").split())],
    )


class PolicyForm(PageForm):
    """How the tests are taken in a cohort."""

    pass_mark = _whole("Pass mark, in per cent of the points", "pass_mark", needed=True)
    minutes = _whole("Minutes for a test", "minutes", needed=False)
    attempts = _whole("Most tries at a test", "attempts", needed=False)
    pause_from = _whole("A pause comes before each try from this number on", "pause_from", needed=True)
    pause_hours = _whole("Hours of the pause", "pause_hours", needed=True)
    after_fail = RadioField(
        "After a fail the learner sees",
        [InputRequired("Choose what is shown.")],
        choices=[choice(value, words) for value, words in AFTER_FAIL.items()],
    )
    opens_at = LocalMomentField("Tests can be begun from", [Optional()], format=_TIME_FORMATS)
    closes_at = LocalMomentField("and until", [Optional()], format=_TIME_FORMATS)

    def validate_closes_at(self, field: Any) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.opens_at.data and field.data <= self.opens_at.data:
            raise ValidationError("This must come after the moment when tests open.")

    def wanted(self, zone: ZoneInfo) -> dict[str, Any]:
        """Return the fields of the policy; moments were written in `zone`."""
        values: dict[str, Any] = dict(self.data)
        for name in ("opens_at", "closes_at"):
            moment: datetime | None = values[name]
            values[name] = moment.replace(tzinfo=zone) if moment else None
        return values


def policy_form(policy: Policy, zone: ZoneInfo) -> PolicyForm:
    """Return the form with a policy in it; moments are said in `zone`."""
    values = {name: getattr(policy, name) for name in PolicyForm().data}
    for name in ("opens_at", "closes_at"):
        moment: datetime | None = values[name]
        values[name] = moment.astimezone(zone).replace(tzinfo=None) if moment else None
    return PolicyForm(formdata=None, data=values)


class CodeForm(PageForm):
    """A join code, as it was given out."""

    code = StringField(
        "Join code",
        [InputRequired("Write the code that you were given.")],
        filters=[lambda text: tidy_code(text or "")],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


class AccommodationForm(PageForm):
    """What one learner is granted."""

    time = RadioField(
        "Time for a test",
        [InputRequired("Choose the time.")],
        choices=[choice(value, words) for value, words in TIMES.items()],
    )
    extra_attempts = WholeField(
        "Tries more than the others have",
        [
            InputRequired("Write a whole number, 0 for none."),
            NumberRange(0, MOST_EXTRA_ATTEMPTS, f"Write a whole number from 0 to {MOST_EXTRA_ATTEMPTS}."),
        ],
        render_kw={"inputmode": "numeric"},
    )
