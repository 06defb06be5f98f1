"""The job: delete what has reached its time."""

from coursework.database import database
from coursework.keeping.rooms import ROOMS
from coursework.web.current import now


def delete_what_is_over() -> None:
    """Let each room delete what is over, in a transaction of its own."""
    for room in ROOMS:
        with database().session(writes=True) as session:
            room.expire(session, now())
            session.commit()
