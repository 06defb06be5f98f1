"""The plan of the house, as data: read by the laws."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "coursework"

FLOORS = {
    "clock": 0, "errors": 0, "settings": 0, "database": 0, "content": 0, "processors": 0,
    "pdf": 1, "web": 1, "jobs": 1, "editorial": 1,
    "mail": 2, "audit": 2,
    "identity": 3,
    "enrolment": 4,
    "reading": 5, "assessment": 5, "handouts": 5, "evaluation": 5,
    "progress": 6,
    "certificates": 7,
    "keeping": 8, "reports": 8, "teaching": 8,
    "desk": 9, "demo": 9, "front": 9, "backup": 9, "migrations": 9,
    "cli": 10, "worker": 10,
    "application": 11,
    "serving": 12,
}  # fmt: skip
ORDER = ("rules", "models", "queries", "actions", "forms", "views")


@dataclass(frozen=True)
class Module:
    """One file of the package; `room` is its first part below it, `name` its last."""

    path: Path
    tree: ast.Module
    lines: int

    @property
    def parts(self) -> tuple[str, ...]:
        parts = self.path.relative_to(PACKAGE).with_suffix("").parts
        return parts[:-1] if parts[-1] == "__init__" else parts

    @property
    def room(self) -> str:
        return self.parts[0] if self.parts else ""

    @property
    def name(self) -> str:
        return self.parts[-1] if self.parts else ""

    @property
    def package(self) -> tuple[str, ...]:
        """The folder that a dot in `from . import` stands for."""
        return self.path.relative_to(ROOT).parent.parts

    @property
    def label(self) -> str:
        return str(self.path.relative_to(ROOT))


def python_files(*folders: Path) -> Iterator[Module]:
    for folder in folders:
        for path in sorted(folder.rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            yield Module(path, ast.parse(text), text.count("\n"))


def package_modules() -> list[Module]:
    return [one for one in python_files(PACKAGE) if "versions" not in one.path.parts]


def imports_of(tree: ast.AST, package: tuple[str, ...] = ()) -> Iterator[tuple[str, int]]:
    """Yield the dotted name of each import and its line; `from a import b` is `a.b`.

    The dots of a relative import are counted from `package`.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else ()
            where = ".".join([*start, *([node.module] if node.module else [])])
            yield from ((f"{where}.{alias.name}", node.lineno) for alias in node.names)


def functions_of(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
