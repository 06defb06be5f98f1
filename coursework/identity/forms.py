"""Sign-in and registration."""

from typing import Any

from wtforms import BooleanField, EmailField, HiddenField, PasswordField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from coursework.identity import guessing, rules
from coursework.web.forms import PageForm


class SignInForm(PageForm):
    """Who is it?"""

    email = EmailField(
        "E-mail address",
        [InputRequired("Write your e-mail address."), Length(max=300)],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        "Password",
        [InputRequired("Write your password."), Length(max=rules.LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )
    keep = BooleanField("Keep me signed in for 30 days, on this device of mine")
    next = HiddenField()
    unsent = HiddenField()


class RegisterForm(PageForm):
    """A new account."""

    name = StringField(
        "Your name",
        [InputRequired("Write your name."), Length(max=120, message="At most 120 characters.")],
        render_kw={"autocomplete": "name"},
    )
    email = EmailField(
        "E-mail address",
        [InputRequired("Write your e-mail address.")],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        "Password",
        [InputRequired("Choose a password.")],
        render_kw={"autocomplete": "new-password"},
    )
    next = HiddenField()

    def validate_name(self, field: Any) -> None:
        """Refuse a name of nothing but spaces or invisible characters."""
        if not rules.tidy_name(field.data):
            message = "Write your name."
            raise ValidationError(message)

    def validate_email(self, field: Any) -> None:
        """Refuse what cannot be an address."""
        if not rules.is_address(rules.tidy_address(field.data)):
            raise ValidationError(rules.NOT_AN_ADDRESS)

    def validate_password(self, field: Any) -> None:
        """Refuse a password that is too easy to guess."""
        fault = guessing.fault_of_password(field.data, rules.tidy_address(self.email.data or ""))
        if fault:
            raise ValidationError(fault)
