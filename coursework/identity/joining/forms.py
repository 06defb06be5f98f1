"""A forgotten password, and another one."""

from typing import Any

from wtforms import EmailField, PasswordField, ValidationError
from wtforms.validators import InputRequired

from coursework.identity import guessing, rules
from coursework.web.forms import PageForm


class ForgottenForm(PageForm):
    """Which address is it?"""

    email = EmailField(
        "E-mail address",
        [InputRequired("Write your e-mail address.")],
        render_kw={"autocomplete": "username"},
    )

    def validate_email(self, field: Any) -> None:
        """Refuse what cannot be an address."""
        if not rules.is_address(rules.tidy_address(field.data)):
            raise ValidationError(rules.NOT_AN_ADDRESS)


class NewPasswordForm(PageForm):
    """Another password for the account of a link, whose address it must not be made of."""

    def __init__(self, *args: Any, whose: str = "", **more: Any) -> None:
        """Know the address."""
        super().__init__(*args, **more)
        self.whose = whose

    password = PasswordField(
        "New password",
        [InputRequired("Choose a password.")],
        render_kw={"autocomplete": "new-password"},
    )

    def validate_password(self, field: Any) -> None:
        """Refuse a password that is too easy to guess."""
        fault = guessing.fault_of_password(field.data, self.whose)
        if fault:
            raise ValidationError(fault)


class OwnPasswordForm(PageForm):
    """The password that was chosen when the account was asked for."""

    password = PasswordField(
        "The password that you chose when you registered",
        [InputRequired("Write the password that you chose when you registered.")],
        render_kw={"autocomplete": "current-password"},
    )
