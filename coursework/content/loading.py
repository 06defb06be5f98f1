"""Read a whole course; keep the result, so that the next start is quick."""

import pickle
import sys
import tempfile
from pathlib import Path

import coursework
from coursework.content.course import Course, Entry, Lecture, Policy
from coursework.content.fields import Fields
from coursework.content.glossary import read_glossary
from coursework.content.lecture_files import (
    Library,
    ReadLecture,
    digest_of_files,
    read_handout,
    read_lecture,
)
from coursework.content.problems import CourseFaultError, Desk
from coursework.content.prose import Lines
from coursework.content.quiz_files import BankReader
from coursework.content.references import read_references
from coursework.content.yaml_files import Located, yaml_file


def load_course(course_dir: Path, quiz_dir: Path, kept_in: Path | None = None) -> Course:
    """Return the course in the files, from the copy in `kept_in` when nothing has changed.

    Raises `CourseFaultError` with every problem of the files.
    """
    digest = course_digest(course_dir, quiz_dir)
    kept = kept_in / f"course-{digest}.pickle" if kept_in else None
    course = _kept_course(kept) if kept else None
    if course is None:
        course = _Reader(course_dir, quiz_dir, digest).course()
        if kept:
            _keep(course, kept)
    return course


def course_files(course_dir: Path, quiz_dir: Path) -> list[Path]:
    """Return every file that the course is read from, in a fixed order."""
    folders = (
        course_dir / "lectures",
        course_dir / "handouts",
        quiz_dir,
        course_dir / "lectures" / "figures",
    )
    endings = {".md", ".yaml", ".svg"}
    return [path for folder in folders for path in sorted(folder.glob("*")) if path.suffix in endings]


def course_digest(course_dir: Path, quiz_dir: Path) -> str:
    """Return a digest of the course's files and of the code that reads them."""
    code = sorted((Path(coursework.__file__).parent / "content").glob("*.py"))
    return digest_of_files(*course_files(course_dir, quiz_dir), *code)


def _kept_course(path: Path) -> Course | None:
    """Return the kept copy, or None when there is none that can be read."""
    try:
        with path.open("rb") as file:
            course = pickle.load(file)  # noqa: S301 (our own file, in a folder of mode 0700)
    except (OSError, EOFError, pickle.UnpicklingError, AttributeError, ImportError, TypeError):
        return None
    return course if isinstance(course, Course) else None


def _keep(course: Course, path: Path) -> None:
    """Keep a copy, whole or not at all; older ones go. A full disk is no reason not to serve."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            pickle.dump(course, file, protocol=pickle.HIGHEST_PROTOCOL)
        Path(file.name).replace(path)
        for old in path.parent.glob("course-*.pickle"):
            if old != path:
                old.unlink(missing_ok=True)
    except OSError as error:
        sys.stderr.write(f"The rendered course could not be kept in {path.parent}: {error.strerror}\n")


class _Reader:
    """Reads one course; every problem is collected before it gives up."""

    def __init__(self, course_dir: Path, quiz_dir: Path, digest: str) -> None:
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
            raise CourseFaultError(self.desk.problems)
        fields = Fields(mapping, path, self.desk, "course")
        course = self._course(fields)
        fields.no_others()
        if self.desk.problems:
            raise CourseFaultError(self.desk.problems)
        return course

    def _course(self, fields: Fields) -> Course:
        references = read_references(self.lectures / "references.yaml", self.desk)
        glossary = read_glossary(self.lectures / "glossary.yaml", self.desk)
        library = Library(references, glossary, self.lectures / "figures")
        lines = Lines(references, lambda key: fields.fault("credits", f"there is no reference {key!r}"))
        policy = self._policy(fields)
        entries = tuple(
            self._entry(number, one, library, policy, fields.path)
            for number, one in enumerate(fields.items("lectures", Located, 1, "lectures"), start=1)
        )
        if fields.text("open_lecture", "") not in {"", *(entry.slug for entry in entries)}:
            fields.fault("open_lecture", "`open_lecture` is not among the lectures")
        return Course(
            title=fields.text("title") or "",
            short_title=fields.text("short_title") or "",
            summary=fields.text("summary") or "",
            language=fields.text("language") or "",
            version=fields.text("version") or "",
            released=fields.day("released"),  # type: ignore[arg-type]
            review_due=fields.day("review_due"),  # type: ignore[arg-type]
            expires=fields.day("expires"),  # type: ignore[arg-type]
            authors=fields.text("authors") or "",
            credits=tuple(lines.line(one) for one in fields.items("credits", str, 0, "texts")),
            disclosures=tuple(lines.line(one) for one in fields.items("disclosures", str, 0, "texts")),
            policy=policy,
            entries=entries,
            open_lecture=fields.text("open_lecture", ""),
            glossary=glossary,
            references=references,
            digest=self.digest,
        )

    def _policy(self, fields: Fields) -> Policy:
        fields.known.add("policy")
        written = fields.mapping.get("policy")
        if not isinstance(written, Located):
            fields.fault("policy", "`policy` must hold `pass_mark` and `questions`")
            return Policy(pass_mark=80, questions=25)
        part = Fields(written, fields.path, self.desk, "policy")
        pass_mark, questions = part.whole("pass_mark", 1, 100), part.whole("questions", 1, 100)
        part.no_others()
        return Policy(pass_mark=pass_mark or 80, questions=questions or 25)

    def _entry(self, number: int, one: Located, library: Library, policy: Policy, path: Path) -> Entry:
        fields = Fields(one, path, self.desk, f"lecture {number}")
        slug, title = fields.text("slug") or "", fields.text("title") or ""
        fields.no_others()
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
        objectives = {one.id for one in read.objectives} if read else set()
        sections = {one.id for one in read.sections} if read else set()
        reader = BankReader(files[2], self.desk, dict(library.references), library.figures)
        bank = reader.read(slug, objectives, sections, policy.questions)
        if read is None or handout is None:
            return None
        lecture = Lecture(
            slug=slug,
            number=number,
            title=read.front.text("title") or "",
            summary=read.front.text("summary") or "",
            reviewed=read.front.day("reviewed"),  # type: ignore[arg-type]
            objectives=read.objectives,
            take_home=read.take_home,
            sections=read.sections,
            sources=read.sources,
            handout=handout,
            bank=bank,
            digest=digest_of_files(*files, self.lectures / "references.yaml", *self._figures(read)),
            test_questions=policy.questions,
        )
        read.front.no_others()
        return lecture

    def _figures(self, read: ReadLecture) -> list[Path]:
        return [self.lectures / "figures" / name for name in read.figures]
