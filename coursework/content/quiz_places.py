"""Where a question stands in its file, for who has to change it."""

from dataclasses import dataclass
from pathlib import Path

from coursework.content.problems import Desk
from coursework.content.yaml_files import Located, yaml_file


@dataclass(frozen=True)
class QuizPlace:
    """The file of a question as people know it, its line, and the lines that say what is right."""

    file: str
    line: int
    key_lines: tuple[int, ...]


def place_of(quiz_dir: Path, slug: str, question: str) -> QuizPlace | None:
    """Return where a question stands, or None when the file holds it no more."""
    path = quiz_dir / f"{slug}.yaml"
    bank = yaml_file(path, Desk(quiz_dir.parent))
    written = bank.get("questions", []) if bank else []
    found = next((one for one in written if isinstance(one, Located) and one.get("id") == question), None)
    if found is None:
        return None
    return QuizPlace(f"{quiz_dir.name}/{path.name}", found.line, tuple(sorted(set(_key_lines(found)))))


def _key_lines(question: Located) -> list[int]:
    """Return the lines of the keys: marked options, keyed premises, the order of items, or the answer."""
    for name in ("options", "premises"):
        parts = [one for one in question.get(name, []) if isinstance(one, Located) and one.get("key")]
        if parts:
            return [one.line_of("key") for one in parts]
    return [question.line_of(name) for name in ("answer", "items") if name in question]
