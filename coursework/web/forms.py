"""What every form shares."""

from flask_wtf import FlaskForm
from flask_wtf.csrf import CSRFProtect

csrf = CSRFProtect()


class PageForm(FlaskForm):
    """A form on a page; its token is checked before any view is called."""

    class Meta(FlaskForm.Meta):
        """Leave the token to the layout's `form_tag`: it is checked once, for every request."""

        csrf = False
