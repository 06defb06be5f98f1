"""The wordings that learners meet: a row is never changed, so each process reads it once."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from coursework.assessment.models import QuestionVersion
from coursework.content.questions import Question, question_from
from coursework.database import kept_in_memory, table_of

_MOST = 5000  # all wordings of a course, with room for older ones; a few kilobytes each
_wordings = table_of(QuestionVersion)
_WANTED = sa.select(_wordings.c.id, _wordings.c.content).where(
    _wordings.c.id.in_(sa.bindparam("wanted", expanding=True))
)


def wordings_of(session: Session, versions: Iterable[int]) -> dict[int, Question]:
    """Return the questions with these numbers; a statement is sent for those not read before."""
    kept: dict[int, Question] = kept_in_memory(session, "wordings")
    missing = {version for version in versions if version not in kept}
    if missing:
        if len(kept) + len(missing) > _MOST:
            kept.clear()
            missing = set(versions)
        rows = session.execute(_WANTED, {"wanted": sorted(missing)})
        kept |= {row.id: question_from(row.content) for row in rows}
    return {version: kept[version] for version in versions}
