"""Whatever is lost, doubled or late on the way: what a screen was told is safe is what the server holds."""

from dataclasses import dataclass, field, replace
from itertools import count

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coursework.assessment.beginning import Terms, begin_attempt
from coursework.assessment.models import Response
from coursework.content.policies import Policy
from tests.conftest import NOON, signed_in

FATES = ["arrives", "lost", "receipt lost", "twice", "copy comes late"]
people = count(1)


@dataclass(frozen=True)
class Save:
    """One choice as a screen sends it."""

    question: int
    place: int
    key: str
    seen: int


@dataclass
class Wire:
    """What lies between the screens and the server; copies that were delayed come later, or never."""

    client: object
    paper: str
    late: list[Save] = field(default_factory=list)
    receipts: dict[str, dict] = field(default_factory=dict)
    sent: dict[str, Save] = field(default_factory=dict)

    def deliver(self, save):
        """Bring a save to the server; the same key is always answered with the same receipt."""
        body = {"answer": save.place, "key": save.key, "seen": save.seen}
        answer = self.client.put(f"{self.paper}/responses/{save.question}", json=body)
        assert answer.status_code == 200, answer.text
        receipt = {name: answer.json[name] for name in ("revision", "standing", "saved_at")}
        assert self.receipts.setdefault(save.key, receipt) == receipt
        self.sent[save.key] = save
        return answer.json

    def send(self, save, fate):
        """Send a save; return its receipt, or None where none arrives."""
        if fate == "copy comes late":
            self.late.append(save)
        if fate in {"lost", "copy comes late"}:
            return None
        if fate == "twice":
            self.deliver(save)
        receipt = self.deliver(save)
        return None if fate == "receipt lost" else receipt


@dataclass
class Screen:
    """A page as `queue.js` makes it: what was tried goes first, under its key; then the newest."""

    wire: Wire
    known: dict[int, int] = field(default_factory=dict)
    tried: dict[int, Save] = field(default_factory=dict)
    newest: dict[int, Save] = field(default_factory=dict)
    told: dict[int, tuple[str, int, int]] = field(default_factory=dict)
    keys: object = None

    def choose(self, question, place):
        self.newest[question] = Save(question, place, next(self.keys), self.known.get(question, 0))

    def send(self, question, fate):
        if question not in self.tried:
            if question not in self.newest:
                return
            self.tried[question] = self.newest.pop(question)
        save = self.tried[question]
        receipt = self.wire.send(save, fate)
        if receipt is None:
            return
        del self.tried[question]
        if receipt["standing"] == "stale":
            self.known[question] = receipt["current"]["revision"]
            self.told[question] = ("stale", receipt["current"]["revision"], None)
            return
        self.known[question] = receipt["revision"]
        self.told[question] = ("safe", receipt["revision"], save.place)
        if question in self.newest:
            self.newest[question] = replace(self.newest[question], seen=receipt["revision"])

    def look(self):
        for line in self.wire.client.get(f"{self.wire.paper}/state").json["responses"]:
            self.known[line["question"]] = line["revision"]


def play(client, paper, questions, deeds):
    """Let two screens live through the deeds, then let the network heal."""
    wire, keys = Wire(client, paper), (f"key {number}" for number in count())
    screens = [Screen(wire, keys=keys), Screen(wire, keys=keys)]
    for name, who, which, place, fate in deeds:
        screen, question = screens[who], questions[which]
        if name == "choose":
            screen.choose(question, place)
        elif name == "send":
            screen.send(question, fate)
        elif name == "look":
            screen.look()
        elif wire.late:
            wire.deliver(wire.late.pop(0))
    for screen in screens:
        for question in questions * 2:
            screen.send(question, "arrives")
    for save in wire.late:
        wire.deliver(save)
    return wire, screens


def begin_whole_paper(app, client):
    """Begin a test that asks every question of the bank, and return the address of its paper."""
    lecture = app.extensions["site"].course().lectures[0]
    terms = Terms(policy=Policy(questions=len(lecture.bank)))
    with app.extensions["database"].session(writes=True) as session:
        attempt = begin_attempt(session, client.person_id, lecture, terms, 7, NOON)
        session.commit()
    return f"/attempts/{attempt}"


def rows_of(app, attempt):
    """Return every save of an attempt that the database holds, the revisions in order."""
    table = Response.__table__.c
    wanted = sa.select(table.position, table.revision, table.seen, table.key, table.answer)
    with app.extensions["database"].session(writes=False) as session:
        return session.execute(wanted.where(table.attempt_id == attempt).order_by(table.revision)).all()


deeds = st.lists(
    st.tuples(
        st.sampled_from(["choose", "choose", "send", "send", "look", "late"]),
        st.integers(0, 1),
        st.integers(0, 1),
        st.integers(0, 2),
        st.sampled_from(FATES),
    ),
    max_size=40,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=deeds)
def test_any_interleaving_ends_in_what_the_screens_were_told(app, lines_of, deeds):
    client = signed_in(app, f"Person{next(people)}")
    paper = begin_whole_paper(app, client)
    questions = [line.position for line in lines_of(paper) if line.question.kind == "single_best"][:2]

    wire, screens = play(client, paper, questions, deeds)

    rows = rows_of(app, int(paper.split("/")[2]))
    lines = {line.position: line for line in lines_of(paper)}
    assert sorted(row.key for row in rows) == sorted(wire.sent)
    for question in questions:
        kept = [row for row in rows if row.position == question and row.revision]
        assert [row.revision for row in kept] == list(range(1, len(kept) + 1))
        assert [row.seen for row in kept] == list(range(len(kept)))
        if kept:
            assert lines[question].answer == kept[-1].answer
            assert lines[question].shown_answer == wire.sent[kept[-1].key].place
        for screen in screens:
            standing, revision, place = screen.told.get(question, ("nothing", 0, None))
            assert lines[question].revision >= revision
            if standing == "safe" and lines[question].revision == revision:
                assert lines[question].shown_answer == place
