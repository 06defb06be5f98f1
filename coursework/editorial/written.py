"""The course as its authors wrote it: every text with its file and line."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from coursework.content.course import Course, Lecture
from coursework.content.lecture_files import FIRST, LAST, TextReader
from coursework.content.problems import Desk
from coursework.content.yaml_files import Located, yaml_file
from coursework.editorial.bank import Item, items_in
from coursework.editorial.sentences import Block, blocks_in


@dataclass(frozen=True)
class Part:
    """One `##` section; `text` begins on `line`, behind the heading."""

    title: str
    id: str
    text: str
    line: int

    @property
    def teaches(self) -> bool:
        """Say whether it is one of the sections between the case and the key points."""
        return self.id not in {FIRST, *LAST}

    @cached_property
    def blocks(self) -> list[Block]:
        """Return its blocks."""
        return blocks_in(self.text, self.line)


@dataclass(frozen=True)
class Text:
    """A Markdown file; `parts` are its sections, those of a handout included."""

    path: Path
    front: Located
    body: str
    first_line: int
    parts: tuple[Part, ...]

    @cached_property
    def blocks(self) -> list[Block]:
        """Return the blocks of the whole body."""
        return blocks_in(self.body, self.first_line)

    def part_of(self, id_: str) -> Part:
        """Return a section by its id; the loader has seen that the fixed ones are there."""
        return next(part for part in self.parts if part.id == id_)


@dataclass(frozen=True)
class WrittenLecture:
    """A lecture's three files, beside what the loader made of them."""

    lecture: Lecture
    text: Text
    handout: Text
    bank_path: Path
    bank_line: int
    items: tuple[Item, ...]

    @property
    def texts(self) -> tuple[Text, Text]:
        """Return the lecture and the handout."""
        return self.text, self.handout

    @property
    def number(self) -> str:
        """Return the number in the slug, two digits."""
        return self.lecture.slug.partition("-")[0]


@dataclass(frozen=True)
class WrittenCourse:
    """All files of a course that the loader accepts."""

    course: Course
    root: Path
    quiz_dir: Path
    lectures: tuple[WrittenLecture, ...]
    references: Located
    glossary: Located

    @property
    def references_path(self) -> Path:
        """Return where the sources are written down."""
        return self.root / "lectures" / "references.yaml"

    @property
    def glossary_path(self) -> Path:
        """Return where the terms are written down."""
        return self.root / "lectures" / "glossary.yaml"


def written_course(course: Course, root: Path, quiz_dir: Path) -> WrittenCourse:
    """Return the files of a course that has been loaded from these folders."""
    desk = Desk(root)  # stays empty: the loader has read the same files
    return WrittenCourse(
        course=course,
        root=root,
        quiz_dir=quiz_dir,
        lectures=tuple(_lecture(lecture, root, quiz_dir, desk) for lecture in course.lectures),
        references=yaml_file(root / "lectures" / "references.yaml", desk) or Located(),
        glossary=yaml_file(root / "lectures" / "glossary.yaml", desk) or Located(),
    )


def _lecture(lecture: Lecture, root: Path, quiz_dir: Path, desk: Desk) -> WrittenLecture:
    bank_path = quiz_dir / f"{lecture.slug}.yaml"
    bank = yaml_file(bank_path, desk) or Located()
    return WrittenLecture(
        lecture=lecture,
        text=_text(root / "lectures" / f"{lecture.slug}.md", desk),
        handout=_text(root / "handouts" / f"{lecture.slug}.md", desk),
        bank_path=bank_path,
        bank_line=bank.line_of("questions"),
        items=items_in(bank),
    )


def _text(path: Path, desk: Desk) -> Text:
    reader = TextReader(path, desk)
    parts = tuple(Part(*part) for part in reader.parts())
    return Text(path, reader.front or Located(), reader.body, reader.first_line, parts)
