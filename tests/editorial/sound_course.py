"""A course of one lecture that the gate has nothing to say about, built from small strings, to be spoilt."""

# ruff: noqa: E501 (a line of a file stands on one line)

from pathlib import Path

SLUG = "01-sound"
OBJECTIVES = {"spread": "test", "sources": "test", "replies": "test", "limits": "test", "plan": "task"}
SECTIONS = ("wards", "clinics", "theatres", "surgeries", "homes")
SUBJECTS = (
    "The ward sister", "A young registrar", "The pharmacist", "A retired surgeon", "The night nurse", "A medical student",
    "The practice manager", "A hospital chaplain", "The dietitian", "A visiting professor", "The midwife", "A porter",
)  # fmt: skip
DEEDS = (
    "reads the notice slowly", "asks who wrote the page", "keeps a list of questions", "telephones the laboratory",
    "checks the date of the survey", "talks with the family", "writes down the dose", "compares two leaflets",
)  # fmt: skip
ENDS = (
    "before the round begins", "while the kettle boils", "on a quiet afternoon", "with a colleague beside her",
    "in plain words", "and notes the result", "at the foot of the bed", "without any hurry", "behind a closed door",
)  # fmt: skip
THINGS = (
    "badger", "candle", "dagger", "falcon", "garden", "hammer", "island", "jacket", "kitten", "ladder", "magnet", "napkin",
    "orchid", "parrot", "quartz", "ribbon", "saddle", "tunnel", "urchin", "velvet", "walnut", "yellow", "zigzag", "bamboo",
    "cactus", "donkey", "easter", "fiddle", "goblet", "hollow", "indigo", "jungle", "kernel", "lizard", "mitten", "nutmeg",
    "oyster", "pillow", "quiver", "rocket", "silver", "temple", "unison", "violet", "window", "yogurt", "zodiac", "anchor",
    "basket", "copper",
)  # fmt: skip


def build(folder: Path) -> Path:
    """Write the course into a new folder and return it."""
    root = folder / "sound"
    files = {
        "lectures/course.yaml": _course(),
        f"lectures/{SLUG}.md": _lecture(),
        "lectures/references.yaml": "".join(_reference(number) for number in range(1, 15)),
        "lectures/glossary.yaml": "data trail:\n  term: data trail\n  means: What people leave behind.\n",
        "lectures/figures/01-path.svg": _figure(1),
        "lectures/figures/01-map.svg": _figure(2),
        f"handouts/{SLUG}.md": "---\ntitle: On one page\n---\n\n## Keep {#keep}\n\nRead it again.[@Source1]\n",
        f"quizzes/{SLUG}.yaml": _bank(),
        "docs/cases.md": f"| Lecture | Case | Source |\n| --- | --- | --- |\n| `{SLUG}` | A notice | `Source1` |\n",
        f"docs/evidence/{SLUG}.md": "".join(f"| `Source{number}` | seen |\n" for number in range(1, 15)),
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def _course() -> str:
    days = "released: 2026-11-22\nreview_due: 2027-11-22\nexpires: 2028-11-22\n"
    texts = "title: A sound course\nshort_title: Sound\nsummary: Sound.\nlanguage: en-GB\nversion: '1'\nauthors: Nobody.\n"
    lectures = f"lectures:\n  - slug: {SLUG}\n    title: Sound\n  - slug: 02-later\n    title: Later\n"
    return f"{texts}{days}policy:\n  pass_mark: 80\n  questions: 25\n{lectures}"


def _lecture() -> str:
    objectives = "".join(
        f"  - id: {id_}\n    text: explain {id_}\n    assessed: {how}\n" for id_, how in OBJECTIVES.items()
    )
    front = f"---\ntitle: Sound\nsummary: Sound.\nreviewed: 2026-11-22\nobjectives:\n{objectives}"
    take_home = "take_home:\n  - Read it twice.\n  - Ask who wrote it.\n  - Say what you do not know.\n---\n"
    case = f"\n## The case {{#case}}\n\n{_prose(0, 13)}\n"
    teaching = "".join(_section(number, id_) for number, id_ in enumerate(SECTIONS))
    ends = "\n## Key points {#key-points}\n\n- Read.\n\n## Do this week {#this-week}\n\nWrite a page.\n"
    return f"{front}{take_home}{case}{teaching}{ends}\n## Further reading {{#further-reading}}\n\n- A text.[@Source14]\n"


def _section(number: int, id_: str) -> str:
    sources = "".join(
        f"One survey found this.[@Source{3 * number + more}] " for more in (1, 2, 3) if 3 * number + more < 15
    )
    figure = {
        0: '!!! figure "01-path.svg"\n    **A path.** Drawn.\n\n',
        1: '!!! figure "01-map.svg"\n    **A map.** Drawn.\n\n',
    }
    text = f"The [[data trail]] is long. {_prose(number, 80)} {sources}\n\n"
    boxes = "!!! practice\n    Read it again.\n\n!!! pitfall\n    Not at night.\n\n"
    check = "!!! check\n    Who wrote it?\n\n    ---\n\n    Nobody knows.\n"
    return f"\n## Among {id_} {{#{id_}}}\n\n{text}{boxes}{figure.get(number, '')}{check}"


def _prose(start: int, sentences: int) -> str:
    return "\n".join(
        f"{SUBJECTS[at % len(SUBJECTS)]} {DEEDS[(at + start) % len(DEEDS)]} {ENDS[(at * 7 + start) % len(ENDS)]}."
        for at in range(sentences)
    )


def _reference(number: int) -> str:
    return (
        f"Source{number}:\n  authors: Author A{number}\n  title: Survey number {number}\n  venue: BMJ\n  year: 2020\n"
        f"  doi: 10.1000/{number}\n  note: A survey.\n  checked_at: https://example.org/{number}\n"
    )


def _figure(number: int) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200" role="img">\n'
        f'<title id="f01-{number}-t">A path</title>\n<desc id="f01-{number}-d">From here to there.</desc>\n'
        '<path class="fig-stroke" d="M0 0H400" stroke-width="2"/>\n<text x="20" y="40" font-size="15">here</text>\n</svg>\n'
    )


def _bank() -> str:
    return f"lecture: {SLUG}\nquestions:\n" + "".join(_item(number) for number in range(50))


def _item(number: int) -> str:
    thing, key = THINGS[number], number % 4
    texts = [f"Take the {colour} cup to room {number}" for colour in ("blue", "pink", "gold", "grey")]
    options = "".join(
        f"    - text: {text}\n{'      key: true' + chr(10) if place == key else ''}      why: Reason {place} of the {thing}.\n"
        for place, text in enumerate(texts)
    )
    return (
        f"  - id: item-{number}\n    kind: single_best\n    objective: {list(OBJECTIVES)[number % 5]}\n"
        f"    section: {SECTIONS[number % 5]}\n    level: apply\n    scenario: {str(number % 2 == 0).lower()}\n"
        f"    stem: A {thing} lies on desk {number}.\n    ask: Which is best?\n    options:\n{options}"
        f"    rationale: The {thing} is what matters in this one.\n"
    )
