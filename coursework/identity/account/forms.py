"""Name and time zone, address, password."""

from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import tzdata  # type: ignore[import-untyped, unused-ignore]
from wtforms import EmailField, PasswordField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from coursework.identity import guessing, rules
from coursework.identity.people import me
from coursework.web.cookies import cookie
from coursework.web.forms import PageForm, choice

# One for each place that keeps a time of its own; names from before are still understood, and not offered.
_PLACES = Path(tzdata.__file__).with_name("zoneinfo") / "zone.tab"
_ZONES = sorted(
    line.split("\t")[2].rstrip()
    for line in _PLACES.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
)
_KNOWN = available_timezones()


class DetailsForm(PageForm):
    """How a person is addressed, and by which clock."""

    name = StringField(
        "Your name",
        [InputRequired("Write your name."), Length(max=120, message="At most 120 characters.")],
        render_kw={"autocomplete": "name"},
    )
    time_zone = SelectField("Time zone")

    def __init__(self, *args: Any, **more: Any) -> None:
        """Offer the zone of this browser and the one that was chosen before all others."""
        super().__init__(*args, **more)
        here, chosen = cookie("zone"), me().time_zone or ""
        first = "As on this device" + (f", {_said(here)} at the moment" if here in _KNOWN else "")
        zones = dict.fromkeys([*(one for one in (chosen, here) if one in _KNOWN), "UTC", *_ZONES])
        self.time_zone.choices = [choice("", first), *(choice(one, _said(one)) for one in zones)]

    def validate_name(self, field: Any) -> None:
        """Refuse a name of nothing but spaces or invisible characters."""
        if not rules.tidy_name(field.data):
            raise ValidationError("Write your name.")


def _said(zone: str) -> str:
    return zone.replace("_", " ")


class AddressForm(PageForm):
    """Another address; the password says that it is the person who asks."""

    email = EmailField(
        "New e-mail address", [InputRequired("Write the address.")], render_kw={"autocomplete": "email"}
    )
    password = PasswordField(
        "Your password",
        [InputRequired("Write your password."), Length(max=rules.LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )

    def validate_email(self, field: Any) -> None:
        """Refuse what cannot be an address."""
        if not rules.is_address(rules.tidy_address(field.data)):
            raise ValidationError(rules.NOT_AN_ADDRESS)


class PasswordForm(PageForm):
    """The password until now, and another."""

    old = PasswordField(
        "Your password until now",
        [InputRequired("Write your password."), Length(max=rules.LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )
    password = PasswordField(
        "New password",
        [InputRequired("Choose a password.")],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_password(self, field: Any) -> None:
        """Refuse a password that is too easy to guess, or no other one."""
        if field.data and field.data == self.old.data:
            raise ValidationError("This is the password until now. Choose another one.")
        fault = guessing.fault_of_password(field.data, me().email)
        if fault:
            raise ValidationError(fault)
