"""What an installation is told about the world around it: hosts, proxies, mail, secrets."""

from dataclasses import replace

import pytest

from coursework.settings import SettingError, Smtp, settings_from

MAIL = {"SMTP_HOST": "mail.example", "MAIL_FROM": "course@hospital.org"}
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@pytest.fixture
def told(tmp_path):
    """Settings from what is said beside the folder."""
    return lambda **said: settings_from({"INSTANCE_DIR": str(tmp_path), "SECRET_KEY": "k" * 32} | said)


@pytest.fixture
def refused(told):
    """The sentence with which a setting is refused."""

    def sentence(**said):
        with pytest.raises(SettingError) as error:
            told(**said)
        return str(error.value)

    return sentence


def test_without_a_word_nothing_leaves_this_machine(told):
    found = told()

    assert (found.trusted_proxies, found.redis_url, found.smtp, found.metrics_token) == (0, None, None, None)
    assert (found.mail_from, found.contact, found.demo) == ("course@localhost", "", False)
    assert found.trusted_hosts == ("127.0.0.1", "localhost", "::1")


@pytest.mark.parametrize(
    ("said", "hosts"),
    [
        ({"PUBLIC_URL": "https://Course.Example:8443/a"}, ("course.example", *LOOPBACK)),
        ({"PUBLIC_URL": "https://é.example"}, ("xn--9ca.example", *LOOPBACK)),
        ({"HOST": "10.0.0.7"}, ("10.0.0.7", *LOOPBACK)),
        ({"HOST": "::1"}, ("::1", "localhost", "127.0.0.1")),
        ({"TRUSTED_HOSTS": "a.example, B.example,[::1]"}, ("a.example", "b.example", "::1")),
    ],
)
def test_the_course_answers_to_the_names_it_was_told(told, said, hosts):
    assert told(**said).trusted_hosts == hosts


@pytest.mark.parametrize(
    "name", ["a b", "https://a.example", "a.example:80", ".example", "*", "a..b", "a,,b"]
)
def test_what_is_no_name_of_a_host_is_refused(refused, name):
    assert refused(TRUSTED_HOSTS=name).startswith("TRUSTED_HOSTS must be names such as course.example")


def test_a_name_too_long_for_the_network_is_refused(refused):
    assert refused(TRUSTED_HOSTS="a" * 64).endswith("which is not the name of a host.")


@pytest.mark.parametrize("number", ["6", "-1", "all"])
def test_more_proxies_than_anybody_has_are_refused(refused, number):
    assert refused(TRUSTED_PROXIES=number) == (
        f"TRUSTED_PROXIES must be a whole number from 0 to 5, not {number!r}."
    )


@pytest.mark.parametrize(
    "url", ["redis://localhost", "rediss://u:p@r.example:6380/1", "unix:///run/redis.sock"]
)
def test_an_address_of_redis_is_taken(told, url):
    assert told(REDIS_URL=url).redis_url == url


def test_another_address_is_refused_without_repeating_a_password_in_it(refused):
    assert refused(REDIS_URL="http://u:hidden@r") == (
        "REDIS_URL must begin with redis://, rediss:// or unix://."
    )


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("TLS", 465)])
def test_a_mail_server_has_the_port_of_its_security(told, security, port):
    found = told(**MAIL, SMTP_SECURITY=security, SMTP_USER="u", SMTP_PASSWORD="p")

    assert found.smtp == Smtp(
        host="mail.example", port=port, user="u", password="p", security=security.lower()
    )
    assert found.mail_from == "course@hospital.org"
    assert "'p'" not in repr(found)


def test_mail_goes_unprotected_only_within_this_machine(told, refused):
    assert told(**MAIL | {"SMTP_HOST": "localhost"}, SMTP_SECURITY="none").smtp.port == 25
    assert refused(**MAIL, SMTP_SECURITY="none") == (
        "SMTP_SECURITY may be none only for a mail server on this machine; write starttls or tls."
    )


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"SMTP_USER": "u"}, "SMTP_USER and SMTP_PASSWORD belong together: write both, or neither."),
        ({"SMTP_PASSWORD": "p"}, "SMTP_USER and SMTP_PASSWORD belong together: write both, or neither."),
        ({"MAIL_FROM": ""}, "MAIL_FROM is missing: with SMTP_HOST, say which address our mail comes from."),
        ({"SMTP_SECURITY": "ssl"}, "SMTP_SECURITY must be starttls, tls or none, not 'ssl'."),
        ({"SMTP_PORT": "0"}, "SMTP_PORT must be a whole number from 1 to 65535, not '0'."),
    ],
)
def test_half_a_mail_server_is_refused(refused, said, sentence):
    assert refused(**MAIL | said) == sentence


@pytest.mark.parametrize("name", ["MAIL_FROM", "CONTACT"])
@pytest.mark.parametrize(
    "address", ["nobody", "a@", "@b.org", "a@b.org\nBcc: c@d.org", "A <a@b.org>", "a b@c.org"]
)
def test_what_is_no_address_is_refused(refused, name, address):
    assert refused(**{name: address}) == (
        f"{name} must be an e-mail address such as course@hospital.org, not {address!r}."
    )


def test_the_token_of_the_figures_is_long(told, refused):
    assert told(METRICS_TOKEN="t" * 20).metrics_token == "t" * 20
    assert refused(METRICS_TOKEN="t" * 19) == "METRICS_TOKEN must have at least 20 characters."


def test_a_secret_may_stand_in_a_file(told, tmp_path):
    (tmp_path / "key").write_text("f" * 32 + "\n", encoding="utf-8")

    assert told(SECRET_KEY="", SECRET_KEY_FILE=str(tmp_path / "key")).secret_key == "f" * 32


@pytest.mark.parametrize("held", [b"", b"\n", b"one\ntwo", b"\xff"])
def test_a_file_without_one_secret_is_refused(refused, tmp_path, held):
    (tmp_path / "token").write_bytes(held)

    assert refused(METRICS_TOKEN_FILE=str(tmp_path / "token")).startswith("METRICS_TOKEN_FILE, ")


def test_a_secret_that_is_said_twice_or_is_nowhere_is_refused(refused, tmp_path):
    gone = str(tmp_path / "gone")

    assert refused(SECRET_KEY_FILE=gone) == (
        "SECRET_KEY and SECRET_KEY_FILE are both there. Leave one of them out."
    )
    assert "cannot be read: " in refused(SECRET_KEY="", SECRET_KEY_FILE=gone)


@pytest.mark.parametrize(
    ("url", "test"), [("http://course.example", True), ("https://course.example", False)]
)
def test_without_https_it_is_not_for_real(told, url, test):
    found = told(PUBLIC_URL=url)

    assert found.is_test == test
    assert replace(found, demo=True).is_test
