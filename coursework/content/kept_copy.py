"""The copy of a course that is kept between starts; never the truth, only quicker to read."""

import hashlib
import pickle
import sys
import tempfile
from pathlib import Path

from coursework.content.course import Course

_CHECKED_BY = hashlib.sha256


def kept_course(path: Path) -> Course | None:
    """Return the kept copy, or None when there is none that is whole."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    size = _CHECKED_BY().digest_size
    if _CHECKED_BY(data[size:]).digest() != data[:size]:
        return None
    course = pickle.loads(data[size:])  # noqa: S301 (our own file, whole, in a folder of mode 0700)
    return course if isinstance(course, Course) else None


def keep(course: Course, path: Path) -> None:
    """Keep a copy, whole or not at all; older ones go. A full disk is no reason not to serve."""
    data = pickle.dumps(course, protocol=pickle.HIGHEST_PROTOCOL)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(path, _CHECKED_BY(data).digest() + data)
        for old in path.parent.glob("course-*.pickle"):
            if old != path:
                old.unlink(missing_ok=True)
    except OSError as error:
        sys.stderr.write(f"The rendered course could not be kept in {path.parent}: {error.strerror}\n")


def _write(path: Path, data: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        made = Path(file.name)
        try:
            file.write(data)
            file.flush()
            made.replace(path)
        except OSError:
            made.unlink(missing_ok=True)
            raise
