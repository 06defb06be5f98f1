"""What people change of their own account."""

import re
from urllib.parse import urlsplit

import pytest

from coursework.identity.devices import device_named_in
from tests.conftest import counted
from tests.factories.people import ADA, PASSWORD, make_person, people_in, sign_in
from tests.mail.conftest import rows as mails_in

NEW = "another four words"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def ada_in(client, ada):
    """Ada's browser."""
    sign_in(client)
    return client


def link_in(mail):
    return urlsplit(re.search(r"http\S+", mail.text)[0]).path


def test_a_password_is_changed_by_who_knows_the_old_one_and_others_are_signed_out(app, ada_in):
    other = app.test_client()
    sign_in(other)
    answer = ada_in.post("/account/password", data={"old": PASSWORD, "password": NEW})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")
    assert (ada_in.get("/account").status_code, other.get("/account").status_code) == (200, 303)
    assert sign_in(other, password=NEW).status_code == 303
    assert [mail.kind for mail in mails_in(app)] == ["password-changed"]


def test_a_wrong_old_password_changes_nothing_and_is_counted(app, ada_in):
    pages = [
        ada_in.post("/account/password", data={"old": "not this one", "password": NEW}) for _ in range(12)
    ]

    assert {page.status_code for page in pages} == {422}
    assert "This is not your password." in pages[0].text
    assert "There were too many wrong tries." in pages[-1].text
    assert mails_in(app) == []


def test_the_password_until_now_is_no_new_one(app, ada_in):
    page = ada_in.post("/account/password", data={"old": PASSWORD, "password": PASSWORD})

    assert page.status_code == 422
    assert "This is the password until now. Choose another one." in page.text
    assert mails_in(app) == []


def test_the_zone_of_the_browser_comes_first_and_names_from_before_are_not_offered(ada_in):
    ada_in.set_cookie("zone", "Europe/Paris")
    page = ada_in.get("/account/details").text
    offered = re.findall(r'<option (?:selected )?value="([^"]*)"', page)

    assert "As on this device, Europe/Paris at the moment" in page
    assert offered[:3] == ["", "Europe/Paris", "UTC"]
    assert ("Africa/Asmera" in offered, "Africa/Asmara" in offered) == (False, True)
    assert len({*offered}) == len(offered)


def test_a_zone_with_a_name_from_before_stays_as_it_was_chosen(ada_in, writing, ada):
    ada.time_zone = "Asia/Calcutta"
    writing.commit()

    kept = ada_in.post("/account/details", data={"name": "Ada", "time_zone": "Asia/Calcutta"})

    assert kept.status_code == 303
    assert "Asia/Calcutta" in ada_in.get("/account").text


def test_a_name_is_tidied_and_kept(ada_in):
    ada_in.post("/account/details", data={"name": "  Ada   Lovelace ", "time_zone": ""})

    assert "Ada Lovelace" in ada_in.get("/account").text


@pytest.mark.parametrize("changes", [{"name": " \u200b"}, {"name": "A" * 121}, {"time_zone": "Mars/Olympus"}])
def test_what_cannot_be_kept_is_said(ada_in, changes):
    page = ada_in.post("/account/details", data={"name": "Ada", "time_zone": ""} | changes)

    assert page.status_code == 422
    assert "-error" in page.text


@pytest.mark.parametrize(("chosen", "hour"), [("Asia/Kolkata", "17:30"), ("", "13:00")])
def test_times_are_shown_by_the_zone_of_ones_own_or_of_the_browser(ada_in, chosen, hour):
    ada_in.set_cookie("zone", "Europe/Paris")
    ada_in.post("/account/details", data={"name": "Ada", "time_zone": chosen})

    assert f"2026,\u00a0{hour}" in ada_in.get("/account").text


def test_another_address_is_used_when_its_link_is_opened_and_the_old_one_is_told(app, ada_in):
    ada_in.post("/account/address", data={"email": "New@example.org", "password": PASSWORD})
    before = people_in(app)
    link = link_in(mails_in(app)[0])
    looked = ada_in.get(link)
    still = people_in(app)
    answer = app.test_client().post(link)

    assert (before, still, people_in(app)) == ([(ADA, "learner")], before, [("new@example.org", "learner")])
    assert ("new@example.org" in looked.text, answer.status_code) == (True, 303)
    assert [(mail.kind, mail.recipient) for mail in mails_in(app)] == [
        ("use-address", "new@example.org"), ("address-changed", ADA)
    ]  # fmt: skip
    assert app.test_client().post(link).status_code == 410


def test_a_link_for_another_account_says_who_is_signed_in_and_changes_the_other(app, ada_in, writing):
    ada_in.post("/account/address", data={"email": "new@example.org", "password": PASSWORD})
    make_person(writing, "bea@example.org", name="Bea")
    bea, link = app.test_client(), link_in(mails_in(app)[0])
    sign_in(bea, "bea@example.org")

    page = bea.get(link).text
    said = bea.post(link, follow_redirects=True).text

    assert "You are signed in as Bea, and this link is for another account." in page
    assert "From now on you sign in" not in page
    assert "The address of the other account is confirmed. Yours is as it was." in said
    assert people_in(app) == [("new@example.org", "learner"), ("bea@example.org", "learner")]


def test_an_address_that_waits_is_shown_written_to_again_and_taken_back(app, ada_in):
    ada_in.post("/account/address", data={"email": "new@example.org", "password": PASSWORD})
    waits = ada_in.get("/account").text
    ada_in.post("/account/address/again")
    links = [link_in(mail) for mail in mails_in(app)]

    taken_back = ada_in.post("/account/address/take-back", follow_redirects=True).text

    assert "Waiting: new@example.org." in waits
    assert f"Your address stays {ADA}." in taken_back
    assert "Waiting:" not in taken_back
    assert len({*links}) == 2
    assert [ada_in.post(link).status_code for link in links] == [410, 410]
    assert people_in(app) == [(ADA, "learner")]


def test_taking_an_address_back_does_not_let_it_be_written_to_more_often(app, ada_in):
    for _ in range(5):
        ada_in.post("/account/address", data={"email": "new@example.org", "password": PASSWORD})
        ada_in.post("/account/address/take-back")

    assert len(mails_in(app)) == 3
    assert "No other address waits" in ada_in.post("/account/address/again", follow_redirects=True).text


def test_the_address_of_somebody_else_cannot_be_taken_and_is_not_told_apart(app, ada_in, writing):
    make_person(writing, "bea@example.org", name="Bea")
    taken = ada_in.post("/account/address", data={"email": "bea@example.org", "password": PASSWORD})
    said = ada_in.get("/account").text
    free = ada_in.post("/account/address", data={"email": "new@example.org", "password": PASSWORD})

    assert taken.headers["Location"] == free.headers["Location"] == "/account"
    assert "A mail goes to bea@example.org" in said
    assert "A mail goes to new@example.org" in ada_in.get("/account").text
    assert [mail.kind for mail in mails_in(app)] == ["address-known", "use-address"]
    assert "/new-address/" not in mails_in(app)[0].text


def test_an_address_that_somebody_took_meanwhile_is_refused_in_words(app, ada_in, writing):
    ada_in.post("/account/address", data={"email": "new@example.org", "password": PASSWORD})
    make_person(writing, "new@example.org", name="Bea")

    page = ada_in.post(link_in(mails_in(app)[0]))

    assert page.status_code == 410
    assert "Yours is as it was." in page.text
    assert people_in(app) == [(ADA, "learner"), ("new@example.org", "learner")]


def test_who_registered_before_there_were_links_confirms_the_address_they_have(app, ada_in):
    before = "Send me a link to confirm the address" in ada_in.get("/account").text
    ada_in.post("/account/address/confirm")
    ada_in.post(link_in(mails_in(app)[0]))

    assert before
    assert "Send me a link to confirm the address" not in ada_in.get("/account").text
    assert [mail.kind for mail in mails_in(app)] == ["use-address"]


@pytest.mark.parametrize("devices", [1, 3])
def test_devices_are_listed_in_one_statement_whatever_their_number(app, ada_in, devices):
    for _ in range(devices):
        sign_in(app.test_client())

    with counted(app) as seen:
        page = ada_in.get("/account")

    assert len(seen) == 5
    assert page.text.count("Sign out this device") == devices
    assert page.text.count("(this one)") == 1


def test_one_device_is_signed_out_and_only_by_its_owner(app, ada_in, writing):
    make_person(writing, "bea@example.org", name="Bea")
    other, bea = app.test_client(), app.test_client()
    other.post("/sign-in", data={"email": ADA, "password": PASSWORD}, headers={"User-Agent": FIREFOX})
    sign_in(bea, "bea@example.org")
    page = ada_in.get("/account").text
    end = re.search(r'action="(/account/sign-ins/\w+/end)"', page)[1]

    bea.post(end)
    after_bea = other.get("/account").status_code
    answer = ada_in.post(end)

    assert "Firefox on Windows" in page
    assert (after_bea, answer.status_code) == (200, 303)
    assert (other.get("/account").status_code, ada_in.get("/account").status_code) == (303, 200)


@pytest.mark.parametrize("name", ["%", "_", ""])
def test_a_made_up_name_of_a_sign_in_ends_none(ada_in, name):
    ada_in.post(f"/account/sign-ins/{name}/end")

    assert ada_in.get("/account").status_code == 200


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (FIREFOX, "Firefox on Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Safari/604.1",
            "Safari on iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/139.0.0.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/139.0 Safari/537.36 Edg/139.0",
            "Edge on Mac",
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/139.0.0.0 Safari/537.36",
            "Chrome on Linux",
        ),
        ("curl/8.0", "a browser"),
        ("<script>", "a browser"),
        ("", "a browser"),
    ],
)
def test_a_device_is_named_as_its_browser_names_itself(user_agent, device):
    assert device_named_in(user_agent) == device
