"""Wrong passwords: each further one waits, and the owner is never kept out."""

import re
from concurrent.futures import ThreadPoolExecutor
from statistics import quantiles
from time import perf_counter

import pytest

from coursework.identity.passwords import matches
from coursework.web.limits import Limit
from tests.conftest import signed_in
from tests.factories.people import ADA, make_person, sign_in

HERE, THERE = "203.0.113.9", "203.0.113.10"


def try_wrong(client, times=1, email=ADA, where=HERE):
    """Send wrong passwords, and return the last answer."""
    for _ in range(times):
        answer = client.post(
            "/sign-in",
            data={"email": email, "password": "another four words"},
            environ_base={"REMOTE_ADDR": where},
        )
    return answer


@pytest.mark.parametrize("email", [ADA, "nobody@example.org"])
def test_the_eleventh_wrong_password_has_to_wait_whether_the_account_is_there_or_not(client, ada, email):
    tenth = try_wrong(client, 10, email)
    next_one = try_wrong(client, 1, email)

    assert (tenth.status_code, next_one.status_code, next_one.headers["Retry-After"]) == (422, 429, "1")
    assert "There were too many wrong tries. Wait 1 second, then try again." in next_one.text
    assert f'value="{email}"' in next_one.text


def test_a_try_that_has_to_wait_is_not_looked_at_and_not_counted(client, ada):
    try_wrong(client, 10)

    answers = [try_wrong(client).headers["Retry-After"] for _ in range(20)]
    right = sign_in(client)

    assert set(answers) == {"1"}
    assert right.status_code == 429


def test_right_passwords_are_not_counted(client, ada):
    answers = []
    for _ in range(12):
        answers.append(sign_in(client).status_code)
        client.post("/sign-out")
        client.delete_cookie("device")

    assert set(answers) == {303}


def test_who_has_signed_in_here_before_is_not_kept_out_by_others(app, client, ada):
    sign_in(client)
    client.post("/sign-out")
    try_wrong(app.test_client(), 12)

    assert sign_in(app.test_client()).status_code == 429
    assert sign_in(client).status_code == 303


def test_a_known_browser_has_a_limit_of_its_own(app, client, ada):
    sign_in(client)
    client.post("/sign-out")

    assert [try_wrong(client, 10).status_code, try_wrong(client).status_code] == [422, 429]
    assert sign_in(app.test_client()).status_code == 303


def test_a_browser_is_known_to_the_accounts_that_signed_in_on_it_alone(app, client, ada, writing):
    make_person(writing, "bea@example.org")
    for email in (ADA, "bea@example.org"):
        sign_in(client, email)
        client.post("/sign-out")
    make_person(writing, "cyd@example.org")
    for email in (ADA, "bea@example.org", "cyd@example.org"):
        try_wrong(app.test_client(), 10, email)

    known = [sign_in(client, email).status_code for email in ("cyd@example.org", ADA)]

    assert known == [429, 303]


@pytest.mark.parametrize("cookie", ["", "x", "W10.x.y", "[]"])
def test_a_made_up_cookie_makes_no_browser_known(client, ada, cookie):
    client.set_cookie("device", cookie)

    assert try_wrong(client, 11).status_code == 429


def test_the_cookie_holds_no_address_and_is_out_of_reach_of_scripts(client, ada):
    answer = sign_in(client)

    (sent,) = (one for one in answer.headers.getlist("Set-Cookie") if one.startswith("device="))
    assert re.search("HttpOnly", sent)
    assert re.search("SameSite=Lax", sent)
    assert "ada" not in sent
    assert "example" not in sent


def test_one_address_may_be_wrong_300_times_whatever_the_account(app, client, ada):
    for _ in range(300):
        app.extensions["limits"].count(Limit.ADDRESS, HERE)

    assert try_wrong(client, 1, "new@example.org").status_code == 429
    assert try_wrong(client, 1, "new@example.org", THERE).status_code == 422


def test_wrong_passwords_do_not_slow_who_reads_and_signs_in(app, client, ada, writing):
    make_person(writing, "bea@example.org")
    reader = signed_in(app, "Cyd")

    def seconds_of(work) -> float:
        took = []
        for _ in range(20):
            began = perf_counter()
            work()
            took.append(perf_counter() - began)
        return quantiles(took, n=20)[18]

    def bea_signs_in() -> None:
        assert sign_in(app.test_client(), "bea@example.org").status_code == 303

    try_wrong(client, 12)
    alone = seconds_of(lambda: reader.get("/course")), seconds_of(bea_signs_in)
    with ThreadPoolExecutor(2) as attackers:
        attack = [attackers.submit(try_wrong, app.test_client(), 200) for _ in range(2)]
        meanwhile = seconds_of(lambda: reader.get("/course")), seconds_of(bea_signs_in)
        assert {one.result().status_code for one in attack} <= {422, 429}

    assert meanwhile[0] < 20 * alone[0] + 0.5
    assert meanwhile[1] < 20 * alone[1] + 0.5


def test_a_password_that_waits_costs_no_hash(client, ada, monkeypatch):
    hashed = []
    monkeypatch.setattr("coursework.identity.passwords.matches", lambda *a: hashed.append(a) or matches(*a))

    try_wrong(client, 13)  # the first pause is a second, and real

    assert len(hashed) == 10
