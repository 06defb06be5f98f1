"""Which late answers count, and why."""

from wtforms import IntegerField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from coursework.assessment.late.queries import LateAttempt
from coursework.assessment.late.rules import said_gain, said_gap
from coursework.web.forms import PageForm, choice


def _reason(label: str) -> TextAreaField:
    return TextAreaField(
        label,
        [
            InputRequired("Say why; the learner reads it."),
            Length(min=10, max=2000, message="Say it in 10 to 2,000 characters."),
        ],
        filters=[lambda text: (text or "").strip()],
        render_kw={"rows": 2},
    )


class DecisionForm(PageForm):
    """Which late answers of an attempt count, and why; `up_to` is the newest that was shown."""

    positions = SelectMultipleField(
        "Which of them count?",
        coerce=int,
        choices=[],
        validate_choice=False,  # the action says what has changed meanwhile
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    up_to = IntegerField(validators=[InputRequired("Look at the list again.")])
    reason = _reason("Why?")


class TakeBackForm(PageForm):
    """Why a decision is taken back."""

    reason = _reason("Why is it taken back?")


def offer(form: DecisionForm, attempt: LateAttempt) -> DecisionForm:
    """Put the late answers of an attempt into its form."""
    form.positions.choices = [
        choice(
            str(one.late.position),
            f"Question {one.late.position}: {said_gap(one.late.came_at - attempt.closed_at)} after the end"
            f"{'' if one.unseen else ', when a result had been seen'}; {said_gain(one.gain)}",
        )
        for one in attempt.answers
    ]
    return form


def proposed(attempt: LateAttempt) -> DecisionForm:
    """Return the form that proposes what came before the learner had seen a result."""
    ticked = [one.late.position for one in attempt.answers if one.proposed]
    form = DecisionForm(formdata=None, prefix=f"a{attempt.attempt_id}-", positions=ticked)
    return offer(form, attempt)
