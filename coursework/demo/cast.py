"""Who is in the demonstration: invented people, each with a skill that the data never names."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

LEARNERS = 120
WEEKS = 8

_GIVEN = """
Amina Anna Arjun Beatriz Bence Chidi Chloe Dalia Daniel Dóra Elif Emeka Emma Eszter Farah Felix
Gábor Grace Hana Hugo Ibrahim Ilona Ingrid Isaac Jamila János Julia Kaito Katalin Kofi Lea Leila
Liam Lucía Marek Maria Mehmet Mei Nadia Niamh Noah Olga Omar Petra Priya Quentin Rania Réka Samuel
Sára Sofia Tamás Thabo Uma Viktor Wei Xenia Yara Zoltán Zsófia
""".split()  # noqa: SIM905 (words are read more easily so)
_FAMILY = """
Abebe Adeyemi Almási Andersson Baranyi Bianchi Castro Chen Cohen Dubois Farkas Fischer García Ghosh
Hassan Horváth Ito Jansen Jovanović Kaya Kelly Khan Kovács Kowalska Laurent Lindberg Mensah Molnár
Moreau Nagy Novák Okafor Olsen Papp Park Petrova Rahman Rossi Santos Schmidt Sharma Silva
Szabó Tanaka Tóth Varga Vasquez Walker Young
""".split()  # noqa: SIM905 (words are read more easily so)


@dataclass(frozen=True, kw_only=True)
class Learner:
    """One invented learner.

    `skill` is in logits, `pace` the share of the printed minutes that they take, `starts` the day of the
    eight weeks on which they register, `goes_on` the chance that they begin another lecture.
    """

    number: int
    name: str
    skill: float
    pace: float
    starts: float
    goes_on: float

    @property
    def email(self) -> str:
        """Return an address under a name that belongs to nobody (RFC 2606)."""
        return f"learner{self.number}@demo.example"


def learners(seed: int) -> Iterator[Learner]:
    """Return the learners, in the order in which they register; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 (repeatable, not secret)
    names = chance.sample([f"{given} {family}" for given in _GIVEN for family in _FAMILY], LEARNERS)
    days = sorted(min(chance.expovariate(1 / 9), WEEKS * 7 - 0.5) for _ in names)
    for number, (name, starts) in enumerate(zip(names, days, strict=True), start=1):
        yield Learner(
            number=number,
            name=name,
            skill=chance.gauss(1.7, 0.8),
            pace=chance.uniform(0.45, 1.25),
            starts=starts,
            goes_on=chance.choice((0.5, 0.8, 0.9, 0.95, 0.97, 1, 1, 1)),
        )
