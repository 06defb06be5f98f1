"""The sources of the course, and how one is set in Vancouver style."""

from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup, escape

from coursework.content.fields import Fields
from coursework.content.problems import Desk
from coursework.content.yaml_files import Located, yaml_file


@dataclass(frozen=True, kw_only=True)
class Reference:
    """One source; texts are plain, `doi` without the resolver's address."""

    key: str
    authors: str
    title: str
    venue: str
    year: int
    volume: str
    pages: str
    doi: str
    url: str
    note: str
    found: str
    limit: str
    retracted: bool

    @property
    def address(self) -> str:
        """Return where it can be read."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url

    @property
    def short(self) -> str:
        """Return `Vosoughi 2018`, as beside the text and in rationales."""
        first = self.authors.split(",")[0].strip()
        words = first.split()
        person = len(words) > 1 and words[-1].isupper() and len(words[-1]) <= 4  # noqa: PLR2004 (initials)
        return f"{' '.join(words[:-1]) if person else first} {self.year}"

    @property
    def vancouver(self) -> Markup:
        """Return the source in Vancouver style, with its address."""
        place = f"{self.year}" + (f";{self.volume}" if self.volume else "")
        place += f":{self.pages}" if self.pages else ""
        title = self.title if self.title[-1:] in "?!." else f"{self.title}."
        link = f"doi:{self.doi}" if self.doi else self.url.removeprefix("https://").rstrip("/")
        warning = Markup("<strong>Retracted.</strong> ") if self.retracted else ""
        venue = f"{self.venue} " if self.venue else ""
        return Markup('{}{}. <i>{}</i> {}{}. <a href="{}" rel="noopener">{}</a>').format(
            warning, self.authors.rstrip("."), title, venue, place, self.address, _breakable(link)
        )


def _breakable(link: str) -> Markup:
    """Let a long address break after its slashes."""
    return Markup("/<wbr>").join(escape(part) for part in link.split("/"))


def read_references(path: Path, desk: Desk) -> dict[str, Reference]:
    """Return every source of the file by its key."""
    found: dict[str, Reference] = {}
    mapping = yaml_file(path, desk) or Located()
    for key, value in mapping.items():
        if isinstance(value, Located):
            found[key] = _reference(key, Fields(value, path, desk, key))
        else:
            desk.report(path, mapping.line_of(key), f"{key}: must be a mapping of fields")
    return found


def _reference(key: str, fields: Fields) -> Reference:
    reference = Reference(
        key=key,
        authors=fields.text("authors") or "",
        title=fields.text("title") or "",
        venue=fields.text("venue", ""),
        year=fields.whole("year", 1000, 2100) or 0,
        volume=fields.text("volume", ""),
        pages=fields.text("pages", ""),
        doi=fields.text("doi", ""),
        url=fields.text("url", ""),
        note=fields.text("note", ""),
        found=fields.text("found", ""),
        limit=fields.text("limit", ""),
        retracted="status" in fields.mapping and fields.one_of("status", ("retracted",)) is not None,
    )
    fields.text("checked_at")
    fields.no_others()
    if not reference.address.startswith(("https://", "http://")):
        fields.fault("url", "needs a `doi` or a `url` that begins with https://")
    return reference
