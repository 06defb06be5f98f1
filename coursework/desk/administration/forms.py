"""Another role; an account to be closed."""

from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from coursework.identity.rules import Role
from coursework.web.forms import PageForm, choice

_ROLES = {
    Role.LEARNER: "Learner: reads, takes tests",
    Role.INSTRUCTOR: "Instructor: also opens cohorts, sees results, corrects keys",
    Role.ADMINISTRATOR: "Administrator: also everything on these pages",
}


def _reason(note: str) -> TextAreaField:
    most = Length(min=5, max=500, message="Say it in 5 to 500 characters.")
    return TextAreaField(note, [InputRequired("Say why."), most], render_kw={"rows": 2})


class RoleForm(PageForm):
    """One role, and why."""

    role = RadioField(
        "Role",
        [InputRequired("Choose one.")],
        choices=[choice(role.value, words) for role, words in _ROLES.items()],
    )
    reason = _reason("Why?")


class CloseForm(PageForm):
    """Why somebody else's account is closed."""

    reason = _reason("Why?")
