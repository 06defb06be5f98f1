"""How it reads: filler, exclamation marks, long sentences, rows of questions, spelling, abbreviations."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from coursework.content.marks import TERM
from coursework.editorial.findings import Findings
from coursework.editorial.sentences import Block, plain, sentences_of
from coursework.editorial.spelling import ABBREVIATION, AMERICAN, FILLER, KNOWN
from coursework.editorial.written import Text, WrittenCourse, WrittenLecture

LONGEST = 35  # words of a sentence
A_ROW = 3  # questions, one after the other
_QUOTED = re.compile(r"\"[^\"]*\"|\u201c[^\u201d]*\u201d|`[^`]*`")
_CODE = re.compile(r"`[^`]*`")
_SAID = re.compile(
    r"\*[^*]+\*|\"[^\"]*\""
)  # a question in italics or quotes is one that somebody puts to another
_MEMBER = re.compile(r"[;,:] (?=\([a-z]\) )")
_WORD = re.compile(r"\w[\w'\u2019.,-]*")
_TITLE = re.compile(r'^!!! (?!figure)[\w-]+(?: "(.*)")?|^!!! figure.*')
Warned = tuple[int, str]


def check_style(course: WrittenCourse, findings: Findings) -> None:
    """Warn of what a reader would stumble over."""
    for lecture in course.lectures:
        for text in lecture.texts:
            for line, message in (*_prose(text), *_abbreviations(text)):
                findings.warnings.report(text.path, line, message)
        for line, message in _items(lecture):
            findings.warnings.report(lecture.bank_path, line, message)
    for key, one in course.glossary.items():
        for message in _words(str(one.get("means", ""))):
            findings.warnings.report(course.glossary_path, course.glossary.line_of(key), f"{key}: {message}")


def _prose(text: Text) -> Iterator[Warned]:
    for block in text.blocks:
        if block.kind == "title":
            yield from ((block.line, message) for message in _words(_TITLE.sub(r"\1", block.text)))
            continue
        sentences = [(one.line, _read(one.text)) for one in sentences_of(block)]
        for line, sentence in sentences:
            yield from ((line, message) for message in _words(sentence))
            if block.kind != "row" and (message := _too_long(sentence)):
                yield line, message
        if block.box != "check" and block.kind == "text":
            own = replace(block, text=_SAID.sub(lambda said: "\n" * said.group().count("\n"), block.text))
            yield from _rows([(one.line, one.text) for one in sentences_of(own)])


def _read(markdown: str) -> str:
    """Return a sentence as it is read, each piece of code as one word."""
    return plain(_CODE.sub("code", markdown))


def _rows(sentences: list[tuple[int, str]]) -> Iterator[Warned]:
    for asks, row in groupby(sentences, key=lambda one: one[1].endswith("?")):
        lines = [line for line, _ in row]
        if asks and len(lines) >= A_ROW:
            yield lines[0], f"{len(lines)} questions in a row; ask one, and answer it"


def _items(lecture: WrittenLecture) -> Iterator[Warned]:
    for item in lecture.items:
        for name in ("stem", "ask", "rationale"):
            for sentence in sentences_of(Block(item.field(name), item.line_of(name), "text")):
                said = _read(sentence.text)
                for message in (*_words(said), "" if "|" in said else _too_long(said)):
                    if message:
                        yield item.line_of(name), f"{item.id}: {message}"
        for choice in (*item.choices, *item.premises):
            for message in _words(_read(f"{choice.text} {choice.why}")):
                yield choice.line, f"{item.id}: {message}"


def _words(sentence: str) -> Iterator[str]:
    own = _QUOTED.sub('""', sentence)
    if "!" in own:
        yield "an exclamation mark; the sentence must do without"
    for found in FILLER.finditer(own):
        yield f"'{found.group()}' says nothing; cut it"
    for found in AMERICAN.finditer(own):
        yield f"'{found.group()}' is the American spelling"


def _too_long(sentence: str) -> str:
    count = max(len(_WORD.findall(member)) for member in _MEMBER.split(sentence))
    return f"a sentence of {count} words; make two of it" if count > LONGEST else ""


def _abbreviations(text: Text) -> Iterator[Warned]:
    seen: set[str] = set()
    for block in text.blocks:
        if block.kind == "title":
            continue
        seen |= {word for found in re.finditer(TERM, block.text) for word in re.split(r"\W+", found.group())}
        said = _QUOTED.sub('""', _read(block.text))
        for found in ABBREVIATION.finditer(said):
            short = found.group()
            if short not in KNOWN | seen and not _spelt_out(short, said, found):
                yield block.line, f"'{short}' is not spelt out where it comes first"
            seen.add(short)


def _spelt_out(short: str, said: str, found: re.Match[str]) -> bool:
    """Say whether it stands in brackets behind its words, before them, or near words with its letters."""
    before, behind = said[: found.start()], said[found.end() :]
    explained = before.endswith(("(", "called ")) or re.match(r"s? ?[(:]|s?, (?:the|a|an|for|or) ", behind)
    initials = "".join(word[0] for word in re.findall(r"[A-Za-z]+", said)).lower()
    return bool(explained) or short.lower() in initials
