"""What is decided about a wording, and why."""

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from coursework.assessment.analysis.rules import Decision
from coursework.web.forms import PageForm, choice

DECISIONS = {
    Decision.KEEP: "Keep it as it is",
    Decision.REVISE: "Revise it: somebody should change the question in the bank",
    Decision.LEAVE_OUT: "Leave it out: somebody should take it from the bank",
}


class DecisionForm(PageForm):
    """One decision; the bank itself is changed in its file."""

    decision = RadioField(
        "What is to become of this question?",
        [InputRequired("Choose one.")],
        choices=[choice(decision.value, words) for decision, words in DECISIONS.items()],
    )
    reason = TextAreaField(
        "Why?",
        [InputRequired("Say why."), Length(min=5, max=2000, message="Say it in 5 to 2,000 characters.")],
        render_kw={"rows": 3},
    )
