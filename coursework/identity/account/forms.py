"""Name and time zone, address, password."""

from typing import Any
from zoneinfo import available_timezones

from wtforms import EmailField, PasswordField, SelectField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from coursework.identity import guessing, rules
from coursework.identity.people import me
from coursework.web.forms import PageForm, choice

# As people call them: a continent and a place.
_ZONES = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))


class DetailsForm(PageForm):
    """How a person is addressed, and by which clock."""

    name = StringField(
        "Your name",
        [InputRequired("Write your name."), Length(max=120, message="At most 120 characters.")],
        render_kw={"autocomplete": "name"},
    )
    time_zone = SelectField(
        "Time zone",
        choices=[
            choice("", "As on this device"),
            choice("UTC", "UTC"),
            *(choice(one, one.replace("_", " ")) for one in _ZONES),
        ],
    )

    def validate_name(self, field: Any) -> None:
        """Refuse a name of nothing but spaces or invisible characters."""
        if not rules.tidy_name(field.data):
            raise ValidationError("Write your name.")


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
        """Refuse a password that is too easy to guess."""
        fault = guessing.fault_of_password(field.data, me().email)
        if fault:
            raise ValidationError(fault)
