"""What is wrong with a question, and the answer to it."""

from wtforms import SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput

from coursework.web.forms import PageForm


def _tidy(text: str | None) -> str:
    return (text or "").strip()


class ReportForm(PageForm):
    """What is wrong."""

    text = TextAreaField(
        "What is wrong with it?",
        [
            InputRequired("Say what is wrong."),
            Length(min=10, max=2000, message="Say it in 10 to 2,000 characters."),
        ],
        filters=[_tidy],
        render_kw={"rows": 3},
    )


class AnswerForm(PageForm):
    """What learners are told, and which of them."""

    reports = SelectMultipleField(
        "Who gets this answer",
        [InputRequired("Tick at least one.")],
        coerce=int,
        option_widget=CheckboxInput(),
    )
    answer = TextAreaField(
        "Your answer",
        [
            InputRequired("Write an answer; learners read it."),
            Length(min=5, max=2000, message="Say it in 5 to 2,000 characters."),
        ],
        filters=[_tidy],
        render_kw={"rows": 3},
    )
