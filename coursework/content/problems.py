"""What is wrong with a course's files, each fault with its place."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Problem:
    """One fault: the file, the line (1 is the first), and a sentence for the author."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        """Say the fault as `file:line: message`."""
        return f"{self.path}:{self.line}: {self.message}"


class CourseFaultError(Exception):
    """A course that cannot be served, with everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        """Keep the problems in the order of their places."""
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Desk:
    """Where the readers of files put the problems they find."""

    def __init__(self, root: Path) -> None:
        """Report places relative to `root`."""
        self.root = root
        self.problems: list[Problem] = []

    def report(self, path: Path, line: int, message: str) -> None:
        """Note one fault and go on."""
        shown = path.relative_to(self.root) if path.is_relative_to(self.root) else path
        self.problems.append(Problem(str(shown), line, message))

    def text_of(self, path: Path) -> str | None:
        """Return the text of a file, or None after reporting why it cannot be read."""
        try:
            return path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            self.report(path, line, "is not UTF-8 text; save it as UTF-8")
        except OSError as error:
            self.report(path, 1, f"cannot be read: {error.strerror}")
        return None
