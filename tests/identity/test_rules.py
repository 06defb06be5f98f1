"""What a role may do, and what an address, a name and a password must be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursework.identity import rules
from coursework.identity.rules import Permission, Role, may

READING = {Permission.READ_LECTURES, Permission.TAKE_TESTS, Permission.SEE_OWN_PROGRESS}


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.LEARNER, READING),
        (Role.INSTRUCTOR, READING | {Permission.TEACH, Permission.CORRECT_KEYS}),
        (Role.ADMINISTRATOR, set(Permission)),
    ],
)
def test_a_role_may_do_what_the_table_says_and_no_more(role, allowed):
    assert {permission for permission in Permission if may(role, permission)} == allowed


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" Ada@Example.ORG ", "ada@example.org"),
        ("\uff21da@example.org", "ada@example.org"),
        ("ada@example.org\u200b", "ada@example.org"),
        ("\ufeffada@example.org", "ada@example.org"),
        ("ada\u00ad@example.org", "ada@example.org"),
        ("\u00c5sa@example.org", "\u00e5sa@example.org"),
        ("A\u030asa@example.org", "\u00e5sa@example.org"),
    ],
)
def test_an_address_is_kept_in_one_form(written, kept):
    assert rules.tidy_address(written) == kept


@given(written=st.text(max_size=30))
def test_an_address_that_is_tidy_stays_as_it_is(written):
    tidy = rules.tidy_address(written)

    assert rules.tidy_address(tidy) == tidy


@pytest.mark.parametrize(
    "address",
    [
        "ada@example.org",
        "a.b+c@sub.example.co.uk",
        "o'hara@example.org",
        "\u00e5sa@m\u00fcller.de",
        "a@b.museum",
    ],
)
def test_what_can_be_an_address_is_one(address):
    assert rules.is_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ada",
        "ada@",
        "@example.org",
        "ada@example",
        "a@b@c.org",
        "a b@c.org",
        "a@b c.org",
        "a@b.o\x00rg",
        "a@b.c",
    ],
)
def test_what_lacks_a_part_is_no_address(address):
    assert not rules.is_address(address)


@pytest.mark.parametrize(
    "address",
    ["a\n@b.org", 'a"@b.org', "a@b.org>", "a@b.<script>", "a,b@c.org", "a@b.org\u202e", "a" * 65 + "@b.org"],
)
def test_what_holds_marks_of_other_things_is_no_address(address):
    assert not rules.is_address(address)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("  Ada   Lovelace ", "Ada Lovelace"),
        ("Ada\tLovelace\r\n", "Ada Lovelace"),
        ("Ada\x00\x1b[31mLovelace", "Ada [31mLovelace"),
        ("Ada\u202eecalevoL", "Ada ecalevoL"),
        ("A\u030asa", "\u00c5sa"),
        ("\u674e\u660e", "\u674e\u660e"),
        ("\u0645\u06cc\u200c\u0622", "\u0645\u06cc\u200c\u0622"),
        ("\u200d \u200b\u200c", ""),
        ("\ud800", ""),
    ],
)
def test_a_name_is_tidied_but_keeps_its_letters(written, kept):
    assert rules.tidy_name(written) == kept


@given(written=st.text(max_size=30))
def test_a_name_that_is_tidy_stays_as_it_is(written):
    tidy = rules.tidy_name(written)

    assert rules.tidy_name(tidy) == tidy


def test_what_is_kept_of_a_token_is_not_the_token():
    assert rules.digest_of("token") == "3c469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153e0"
