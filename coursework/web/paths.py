"""Where a person may be sent."""

from urllib.parse import urlsplit

_LONGEST = 2000  # what stands before us takes no longer address


def own_path(wanted: str | None, otherwise: str) -> str:
    """Return `wanted` when it is a path of ours, else `otherwise`."""
    if not wanted or len(wanted) > _LONGEST or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return otherwise
    if any(ord(character) < ord(" ") or character == "\\" for character in wanted):
        return otherwise
    parts = urlsplit(wanted)
    return otherwise if parts.scheme or parts.netloc else wanted
