"""What is said about a correction, and what is ruled."""

from decimal import Decimal
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, RadioField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length

from coursework.assessment.corrections.queries import Version
from coursework.assessment.corrections.rules import NEED_ANSWER, What
from coursework.assessment.paper_forms import answers_in
from coursework.assessment.queries import Line
from coursework.content.answers import Answer, AnswerNotUnderstoodError, number
from coursework.content.questions import Numeric
from coursework.web.forms import PageForm, choice

WHAT = {
    What.ACCEPT_ALSO: "Accept another answer too",
    What.CHANGE_KEY: "Change the key",
    What.ACCEPT_EVERYTHING: "Accept everything: everybody gets the point, also who left it open",
    What.LEAVE_OUT: "Leave this question out: it counts for nobody",
}


_DIGITS = 9  # of a number of corrections


class RulingForm(PageForm):
    """What is ruled; the answer itself is in the fields of the question."""

    what = RadioField(
        "What is to be done?",
        [InputRequired("Choose what is to be done.")],
        choices=[choice(what.value, words) for what, words in WHAT.items()],
    )
    never_lower = BooleanField("Never lower anyone: a result that would fall stays as it is", default=True)


class ReasonForm(PageForm):
    """Why; and what the page had seen."""

    reason = TextAreaField(
        "Why is this right?",
        [
            InputRequired("Say why; it is kept with the correction."),
            Length(min=10, max=2000, message="Say it in 10 to 2,000 characters."),
        ],
        render_kw={"rows": 3},
    )
    seen = HiddenField()

    @property
    def known(self) -> int | None:
        """Return how many corrections the page knew, or None when no page has sent this."""
        text = str(self.seen.data or "")
        return int(text) if text.isdecimal() and len(text) < _DIGITS else None

    def validate_seen(self, _field: Any) -> None:
        """Refuse what no page of ours has sent."""
        if self.known is None:
            raise ValidationError("Look at the page again before you apply this.")


def line_of(version: Version, answer: Answer | None) -> Line:
    """Return a wording as one question on a page, its options as the author wrote them, with an answer."""
    question = version.question
    return Line(
        position=1,
        version_id=version.id,
        question=version.question,
        order=list(range(version.question.shuffled)),
        flagged=False,
        answer=question.with_key(str(answer)).answer if isinstance(question, Numeric) and answer else answer,
        revision=0,
        saved_at=None,
    )


def answer_in(sent: MultiDict[str, str], version: Version, what: What) -> tuple[Answer | None, str]:
    """Return the answer that a ruling is about, and what is wrong with it."""
    if what not in NEED_ANSWER:
        return None, ""
    paper = answers_in(MultiDict([*sent.items(multi=True), ("on_page", "1")]), [line_of(version, None)])
    answer, fault = paper.answers.get(1), paper.faults.get(1, "")
    if isinstance(version.question, Numeric) and answer is not None:
        return _with_tolerance(version.question, str(answer), sent.get("q1-tolerance", "").strip())
    return answer, fault


def _with_tolerance(question: Numeric, answer: str, told: str) -> tuple[Answer, str]:
    """Return a number with its tolerance where that is not the author's; and what is wrong with it."""
    try:
        tolerance = number(told or question.tolerance, question.unit)
    except AnswerNotUnderstoodError as error:
        return answer, f"Give or take how much? {error}"
    if tolerance.startswith("-"):
        return answer, "Give or take how much? Write a number that is not below 0."
    same = Decimal(tolerance) == Decimal(question.tolerance)
    return answer if same else f"{answer} ± {tolerance}", ""
