"""Read a whole course from its files."""

from datetime import date
from functools import partial
from pathlib import Path

from markupsafe import Markup

from coursework.content.corrections import read_corrections
from coursework.content.course import Course, Entry, Lecture
from coursework.content.fields import Fields
from coursework.content.glossary import read_glossary
from coursework.content.lecture_files import (
    Library,
    ReadLecture,
    digest_of_files,
    read_handout,
    read_lecture,
)
from coursework.content.policies import Policy
from coursework.content.policy_files import read_policy
from coursework.content.problems import CourseFaultError, Desk
from coursework.content.prose import Lines
from coursework.content.quiz_files import BankReader
from coursework.content.references import read_references
from coursework.content.yaml_files import Located, yaml_file


class CourseReader:
    """Reads one course; every problem is collected before it gives up."""

    def __init__(self, course_dir: Path, quiz_dir: Path, digest: str) -> None:
        """Read from these folders; `digest` names what is in them."""
        self.lectures, self.handouts, self.quizzes = (
            course_dir / "lectures",
            course_dir / "handouts",
            quiz_dir,
        )
        self.desk, self.digest = Desk(course_dir), digest

    def course(self) -> Course:
        """Return the course, or raise `CourseFaultError`."""
        path = self.lectures / "course.yaml"
        mapping = yaml_file(path, self.desk)
        if mapping is None:
            self._library()
            raise CourseFaultError(self.desk.problems)
        fields = Fields(mapping, path, self.desk, "course")
        course = self._course(fields)
        fields.no_others()
        if self.desk.problems:
            raise CourseFaultError(self.desk.problems)
        return course

    def _library(self) -> Library:
        references = read_references(self.lectures / "references.yaml", self.desk)
        glossary = read_glossary(self.lectures / "glossary.yaml", references.keys(), self.desk)
        return Library(references, glossary, self.lectures / "figures")

    def _course(self, fields: Fields) -> Course:
        library = self._library()
        policy = read_policy(fields)
        entries = tuple(
            self._entry(number, one, library, policy, fields.path)
            for number, one in enumerate(fields.items("lectures", Located, 1, "lectures"), start=1)
        )
        slugs = [entry.slug for entry in entries]
        for slug in {one for one in slugs if one and slugs.count(one) > 1}:
            fields.fault("lectures", f"two lectures have the slug {slug!r}")
        if fields.text("open_lecture", "") not in {"", *slugs}:
            fields.fault("open_lecture", "`open_lecture` is not among the lectures")
        return Course(
            title=fields.text("title") or "",
            short_title=fields.text("short_title") or "",
            summary=fields.text("summary") or "",
            language=fields.text("language") or "",
            version=fields.text("version") or "",
            released=fields.day("released") or date.min,
            review_due=fields.day("review_due") or date.min,
            expires=fields.day("expires") or date.min,
            authors=fields.text("authors") or "",
            credits=self._lines(fields, "credits", library),
            disclosures=self._lines(fields, "disclosures", library),
            policy=policy,
            entries=entries,
            open_lecture=fields.text("open_lecture", ""),
            glossary=library.glossary,
            references=library.references,
            corrections=read_corrections(
                self.lectures / "corrections.yaml", slugs, dict(library.references), self.desk
            ),
            digest=self.digest,
        )

    def _lines(self, fields: Fields, key: str, library: Library) -> tuple[Markup, ...]:
        lines = Lines(library.references, partial(fields.fault, key))
        return tuple(lines.line(one) for one in fields.items(key, str, 0, "texts"))

    def _entry(self, number: int, one: Located, library: Library, policy: Policy, path: Path) -> Entry:
        fields = Fields(one, path, self.desk, f"lecture {number}")
        slug, title = fields.word("slug") or "", fields.text("title") or ""
        fields.no_others()
        if not slug:
            return Entry(slug="", number=number, title=title, lecture=None)
        files = (
            self.lectures / f"{slug}.md",
            self.handouts / f"{slug}.md",
            self.quizzes / f"{slug}.yaml",
        )
        there = [file.is_file() for file in files]
        if not any(there):
            return Entry(slug=slug, number=number, title=title, lecture=None)
        if not all(there):
            for file, is_there in zip(files, there, strict=True):
                if not is_there:
                    self.desk.report(file, 1, "is missing; a lecture has three files or none")
            return Entry(slug=slug, number=number, title=title, lecture=None)
        lecture = self._lecture(slug, number, files, library, policy)
        return Entry(slug=slug, number=number, title=title, lecture=lecture)

    def _lecture(
        self, slug: str, number: int, files: tuple[Path, Path, Path], library: Library, policy: Policy
    ) -> Lecture | None:
        read = read_lecture(files[0], number, library, self.desk)
        handout = read_handout(files[1], number, library, self.desk)
        objectives = {one.id for one in read.objectives} if read else None
        sections = {one.id for one in read.sections} if read else None
        reader = BankReader(files[2], self.desk, dict(library.references), library.figures)
        bank = reader.read(slug, objectives, sections, policy.questions)
        if read is None or handout is None:
            return None
        return Lecture(
            slug=slug,
            number=number,
            title=read.title,
            summary=read.summary,
            reviewed=read.reviewed,
            objectives=read.objectives,
            take_home=read.take_home,
            sections=read.sections,
            sources=read.sources,
            handout=handout,
            bank=bank,
            digest=digest_of_files(*files, *self._shown_with(read)),
            test_questions=policy.questions,
        )

    def _shown_with(self, read: ReadLecture) -> list[Path]:
        shared = [self.lectures / "references.yaml", self.lectures / "glossary.yaml"]
        return shared + [self.lectures / "figures" / name for name in read.figures]
