"""Which passwords are refused because they are guessed first."""

import gzip

import pytest

from coursework.identity.guessing import fault_of_password, has_leaked
from coursework.identity.rules import OUR_WORDS
from tests.factories.people import ADA, registration
from tests.laws.houses import PACKAGE

EASY = "This one is too easy to guess; use a few words in a row."
LEAKED = gzip.decompress((PACKAGE / "identity" / "leaked-passwords.txt.gz").read_bytes()).decode().split()


@pytest.mark.parametrize(
    "password",
    [
        "four words in a row",
        "correct horse",
        "39118604725518",
        "!?%&/()=+*#-_<>",
        "\u5bc6\u7801\u5bc6\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03",
        "x" * 190 + "abcdefghij",
    ],
)
def test_a_good_password_has_no_fault_whatever_it_is_made_of(password):
    assert fault_of_password(password, ADA) == ""


@pytest.mark.parametrize(
    "password",
    [
        "qwertyuiop",
        "Basketball",
        "1q2w3e4r5t6y",
        "password2026",
        "!Liverpool-1995",
        "P a s s w o r d 1",
        "aaaaaaaaaaaaaaa",
    ],
)
def test_one_that_leaked_often_is_refused_with_figures_around_it_too(password):
    assert fault_of_password(password, ADA) == EASY


@pytest.mark.parametrize(
    "password", ["coursework2026", "Connected Clinician", "administrator!", "Social-media1"]
)
def test_the_words_of_the_course_are_refused(password):
    assert fault_of_password(password.replace("-", " "), ADA) == EASY


@pytest.mark.parametrize("password", ["ada.lovelace", "Ada.Lovelace1815", "ada.lovelace@example.org"])
def test_ones_own_address_is_refused(password):
    assert fault_of_password(password, "ada.lovelace@example.org") == EASY


def test_a_password_is_only_as_bad_as_its_longer_half():
    assert fault_of_password("love1839275046", ADA) == ""


@pytest.mark.parametrize(("length", "fault"), [(9, "at least 10"), (10, ""), (200, ""), (201, "at most 200")])
def test_a_password_has_10_to_200_characters(length, fault):
    said = fault_of_password(("zq\u00e9 ,9vk" * 30)[:length], ADA)

    assert fault in said
    assert bool(said) == bool(fault)


def test_the_list_is_in_one_form_and_long_enough():
    assert len(LEAKED) == len(set(LEAKED)) > 39_000
    assert [word for word in LEAKED if word != word.casefold()] == []
    assert len([word for word in LEAKED if len(word) >= 10]) > 2_700
    assert all(map(has_leaked, LEAKED[::100]))
    assert not any(has_leaked(word) for word in ("", "\n", "coursework\nx"))
    assert all(word == word.casefold() and " " not in word for word in OUR_WORDS)


def test_who_registers_with_one_is_told_so(client):
    answer = client.post("/register", data=registration(password="password123"))

    assert answer.status_code == 422
    assert EASY in answer.text
