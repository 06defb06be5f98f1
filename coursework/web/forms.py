"""What every form shares."""

from typing import Any

from flask import request
from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect
from wtforms.fields.choices import SelectChoice


class _Protection(CSRFProtect):
    """Look for the token in the header first: what our scripts send need not be read as a form."""

    def _get_csrf_token(self) -> str | None:
        token = request.headers.get("X-CSRFToken")
        return token or super()._get_csrf_token()  # type: ignore[no-any-return, unused-ignore]


csrf = _Protection()


class PageForm(FlaskForm):
    """A form on a page; its token is checked before any view is called."""

    class Meta(FlaskForm.Meta):
        """Leave the token to the layout's `form_tag`: it is checked once, for every request."""

        csrf = False


def choice(value: str, words: str) -> Any:
    """Return one of the choices of a field: what is sent, and what is read."""
    return SelectChoice(value, words)
