"""Why late answers count after all, or not after all."""

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from coursework.web.forms import PageForm


def _reason(label: str) -> TextAreaField:
    return TextAreaField(
        label,
        [
            InputRequired("Say why; it is kept with what was done."),
            Length(min=10, max=2000, message="Say it in 10 to 2,000 characters."),
        ],
        render_kw={"rows": 2},
    )


class ReasonForm(PageForm):
    """Why late answers count; it is kept, and stands on the page."""

    reason = _reason("Why should they count?")


class TakeBackForm(PageForm):
    """Why they do not count after all; it stands in the log."""

    reason = _reason("Why should they not count after all?")
