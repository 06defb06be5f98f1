"""Why late answers count after all."""

from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from coursework.web.forms import PageForm


class ReasonForm(PageForm):
    """A reason that is kept, and stands in the log of what was done."""

    reason = TextAreaField(
        "Why should they count?",
        [
            InputRequired("Say why; it is kept with the result."),
            Length(min=10, max=2000, message="Say it in 10 to 2,000 characters."),
        ],
        render_kw={"rows": 2},
    )
