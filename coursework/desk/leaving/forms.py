"""Close the account: the password says that it is the person who asks."""

from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from coursework.identity.rules import LONGEST_PASSWORD
from coursework.web.forms import PageForm


class CloseForm(PageForm):
    """The last word."""

    password = PasswordField(
        "Your password",
        [InputRequired("Write your password."), Length(max=LONGEST_PASSWORD)],
        render_kw={"autocomplete": "current-password"},
    )
