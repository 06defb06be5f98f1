"""Those who teach see what waits for them, test by test."""

import re

import pytest

from tests.assessment.conftest import begin
from tests.conftest import counted, signed_in


def send_late_and_report(client):
    """Hand in an empty paper, answer a question of it afterwards, and report another."""
    paper = begin(client)
    client.post(paper, data={"do": "submit", "sure": "1"})
    client.post(f"{paper}/questions/1/report", data={"text": "Both options seem right to me."})
    for question in range(2, 7):
        for answer in (0, [0], True, "3"):
            client.put(f"{paper}/responses/{question}", json={"answer": answer})


def waiting_on(page):
    """Return what the table says of each lecture: late answers, reports."""
    rows = re.findall(r"<tr>.*?</tr>", page.split('<caption class="vh">Tests')[1], re.DOTALL)[1:]
    return [re.findall(r"(?:<b>([0-9]+)</b> waits?|None waits)<span", row) for row in rows]


@pytest.mark.parametrize("learners", [1, 3])
def test_late_answers_and_reports_that_wait_are_counted_in_as_many_statements(app, instructor, learners):
    for number in range(learners):
        send_late_and_report(signed_in(app, f"Eva{number}"))

    with counted(app) as seen:
        page = instructor.get("/teach").text

    assert waiting_on(page) == [[str(learners)] * 2, ["", ""], ["", ""]]
    assert len(seen) == 4


def test_what_is_decided_and_answered_waits_no_longer(instructor, learner):
    send_late_and_report(learner)
    late = "/teach/tests/01-first/late"
    up_to = re.search('name="a1-up_to" value="([0-9]+)"', instructor.get(late).text)[1]

    reason = "It was sent after the result had been seen."
    instructor.post(f"{late}/1", data={"a1-up_to": up_to, "a1-reason": reason})
    address = re.search(r"/teach/wordings/([0-9]+)/reports", instructor.get("/teach/reports").text)
    answer = {f"w{address[1]}-reports": 1, f"w{address[1]}-answer": "The second one harms."}
    instructor.post(address[0], data=answer)

    assert waiting_on(instructor.get("/teach").text) == [["", ""]] * 3
