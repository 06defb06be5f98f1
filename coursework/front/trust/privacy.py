"""What is kept, why, on what ground and how long: the page and docs/privacy.md say the same."""

import sys

from coursework.database.keeping import CONTRACT, INTEREST, Kept
from coursework.keeping.rooms import ROOMS

_BESIDE = (
    Kept(
        what="A line for each request: when, which page, how long it took, and a number; no name, "
        "no answer, no e-mail address. The server in front of the course keeps a line of its own, with the "
        "network address and the same number",
        why="So that faults are found, and attacks seen",
        ground=INTEREST,
        how_long="As long as whoever runs the site keeps logs",
        closed="Stays until then.",
    ),
    Kept(
        what="A line for each time that you sign in or out, that a password was wrong, that you asked for "
        "a page that is not yours, or that your account was closed: when, what, and your number",
        why="So that it is found when somebody tries to get into accounts",
        ground=INTEREST,
        how_long="As long as whoever runs the site keeps logs",
        closed="Stays until then; the number is no longer anybody's.",
    ),
    Kept(
        what="Counts of wrong passwords and of mails asked for, by account and by network address, "
        "the account in a form that cannot be read back",
        why="So that nobody can try passwords by the thousand",
        ground=INTEREST,
        how_long="An hour at most, in memory",
        closed="Goes by itself.",
    ),
    Kept(
        what="Cookies on your device: one that keeps you signed in, and from registering or asking for "
        "another password until then holds your address; one that says that this device has signed in "
        "before, one with your time zone, one with your choice of colours",
        why="So that the site works as you chose; none follows you elsewhere",
        ground=CONTRACT,
        how_long="Until you sign out or close the browser; the device and the colours a year",
        closed="The sign-in goes. You can delete the others in your browser.",
    ),
    Kept(
        what="In your browser, on your device: answers and reading time that could not be sent yet",
        why="So that nothing is lost where there is no network",
        ground=CONTRACT,
        how_long="Until it is sent: answers at most seven days, reading time until the next lecture is "
        "opened",
        closed="Can no longer be sent, and goes when its time is over.",
    ),
    Kept(
        what="Backups: a copy of everything above that is in the database",
        why="So that nothing is lost when a machine fails",
        ground=INTEREST,
        how_long="As long as whoever runs the site keeps them",
        closed="Copies made before still hold your data until they are deleted.",
    ),
)

EVERYTHING: tuple[Kept, ...] = (*(kept for room in reversed(ROOMS) for kept in room.KEPT), *_BESIDE)

_HEAD = """# Privacy

What the course keeps of people, why, on what legal ground, how long, and what closing an account does
to it. This file is written from the same values as the page `/privacy`, and a test holds them
together. To write it anew:

    .venv/bin/python -m coursework.front.trust.privacy > docs/privacy.md

The legal grounds are named by the words of the General Data Protection Regulation. Whoever runs a site
with this course is the controller, gives name and postal address in `CONTROLLER` and a contact in
`CONTACT`, and decides how long logs and backups are kept.

| what | why | legal ground | how long | when the account is closed |
| --- | --- | --- | --- | --- |
"""


def as_markdown() -> str:
    """Return docs/privacy.md."""
    rows = ((one.what, one.why, one.ground, one.how_long, one.closed) for one in EVERYTHING)
    return _HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows)


if __name__ == "__main__":
    sys.stdout.write(as_markdown())
