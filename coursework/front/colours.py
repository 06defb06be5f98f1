"""The colours of the pages, read from the stylesheet that defines them, and their contrast."""

import re
from dataclasses import dataclass
from pathlib import Path

TOKENS = Path(__file__).resolve().parent.parent / "static" / "css" / "tokens.css"
_COLOUR = re.compile(
    r"--([a-z0-9-]+): var\(--light, (#[0-9a-f]{6})\) var\(--dark, (#[0-9a-f]{6})\);(?: +/\* (.*?) \*/)?"
)
_KNEE, _OFFSET = 0.04045, 0.05


@dataclass(frozen=True)
class Colour:
    """A colour role: its value in light and in dark, and what it is for."""

    name: str
    light: str
    dark: str
    use: str


def colours() -> dict[str, Colour]:
    """Return every colour role by its name."""
    found = _COLOUR.findall(TOKENS.read_text(encoding="utf-8"))
    return {name: Colour(name, light, dark, use) for name, light, dark, use in found}


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21, by WCAG 2.2."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + _OFFSET) / (low + _OFFSET)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= _KNEE else float(((share + 0.055) / 1.055) ** 2.4)
