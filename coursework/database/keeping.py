"""How a room says what it keeps of people: where, why, for how long."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One kind of thing that is kept, as people read it; `tables` are where, if it is in the database.

    `ground` is the legal ground, by the words of the GDPR. `closed` says what closing the account does to it.
    """

    what: str
    why: str
    ground: str
    how_long: str
    closed: str
    tables: tuple[str, ...] = ()


CONTRACT = "Contract (Art. 6(1)(b) GDPR)"
INTEREST = "Legitimate interest (Art. 6(1)(f) GDPR)"
