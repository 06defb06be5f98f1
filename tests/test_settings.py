"""What an installation is told from outside."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from coursework.settings import HERE, SettingError, settings_from

KEY = "k" * 32


def test_without_a_word_from_outside_there_is_a_default_for_everything(tmp_path):
    found = settings_from({"INSTANCE_DIR": str(tmp_path)})

    assert (found.host, found.port, found.threads) == ("127.0.0.1", 8000, 4)
    assert (found.course_dir, found.quiz_dir) == (HERE, HERE / "quizzes")
    assert (found.public_url, found.behind_tls) == ("http://127.0.0.1:8000", False)
    assert found.database_url == f"sqlite:///{tmp_path}/coursework.sqlite"
    assert found.database_path == tmp_path / "coursework.sqlite"
    assert not found.development


def test_what_is_said_is_taken(tmp_path):
    found = settings_from(
        {
            "INSTANCE_DIR": str(tmp_path / "a" / ".." / "b"),
            "COURSE_DIR": str(tmp_path),
            "HOST": "0.0.0.0",  # noqa: S104 (an example)
            "PORT": "80",
            "THREADS": "6",
            "PUBLIC_URL": "https://course.example/",
            "SECRET_KEY": KEY,
            "DEVELOPMENT": "1",
        }
    )

    assert (found.host, found.port, found.threads, found.secret_key) == ("0.0.0.0", 80, 6, KEY)  # noqa: S104
    assert (found.instance_dir, found.quiz_dir) == (tmp_path / "b", tmp_path / "quizzes")
    assert (found.public_url, found.behind_tls, found.development) == ("https://course.example", True, True)


@pytest.mark.parametrize(
    "name",
    [
        "HOST",
        "PORT",
        "THREADS",
        "PUBLIC_URL",
        "COURSE_DIR",
        "QUIZ_DIR",
        "DEVELOPMENT",
        "TRUSTED_HOSTS",
        "TRUSTED_PROXIES",
        "REDIS_URL",
        "SMTP_HOST",
        "MAIL_FROM",
        "CONTACT",
        "CONTROLLER",
        "METRICS_TOKEN",
        "LOG",
        "SECRET_KEY_FILE",
    ],
)
def test_an_empty_setting_is_one_that_was_not_made(tmp_path, name):
    usual = {"INSTANCE_DIR": str(tmp_path), "SECRET_KEY": KEY}

    assert settings_from(usual | {name: ""}) == settings_from(usual)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "http", "PORT must be a whole number from 1 to 65535, not 'http'."),
        ("PORT", "0", "PORT must be a whole number from 1 to 65535, not '0'."),
        ("PORT", "65536", "PORT must be a whole number from 1 to 65535, not '65536'."),
        ("PORT", "-1", "PORT must be a whole number from 1 to 65535, not '-1'."),
        ("THREADS", "65", "THREADS must be a whole number from 1 to 64, not '65'."),
        ("DEVELOPMENT", "yes", "DEVELOPMENT must be 0 or 1, not 'yes'."),
        (
            "PUBLIC_URL",
            "course.example",
            "PUBLIC_URL must begin with http:// or https://, not 'course.example'.",
        ),
        (
            "SECRET_KEY",
            "short",
            "SECRET_KEY must have at least 32 characters; leave it out to have one made.",
        ),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_in_words(tmp_path, name, value, said):
    with pytest.raises(SettingError) as refused:
        settings_from({"INSTANCE_DIR": str(tmp_path), name: value})

    assert str(refused.value) == said


@pytest.mark.parametrize(
    "said",
    [
        "https://x.example/a b",
        'https://x.example/"<',
        "https://x.example/'",
        "https://x.example?a=1",
        "https://x.example/#top",
        "https://user@x.example",
        "https://x.example:port",
        "https://x.example\n",
        "https://",
    ],
)
def test_a_public_address_that_is_not_plain_is_refused_in_words(tmp_path, said):
    with pytest.raises(SettingError) as refused:
        settings_from({"INSTANCE_DIR": str(tmp_path), "PUBLIC_URL": said})

    assert str(refused.value) == (
        f"PUBLIC_URL must be a plain address such as https://course.example, not {said!r}."
    )


@pytest.mark.parametrize(
    "said",
    [
        "https://x.example",
        "http://10.0.0.1:8000",
        "http://[::1]:80",
        "https://é.example",
        "https://x.org/a/b",
    ],
)
def test_a_plain_public_address_is_taken(tmp_path, said):
    assert settings_from({"INSTANCE_DIR": str(tmp_path), "PUBLIC_URL": said + "/"}).public_url == said


def test_an_address_of_the_newer_kind_stands_in_brackets(tmp_path):
    found = settings_from({"INSTANCE_DIR": str(tmp_path), "HOST": "::1"})

    assert found.address == found.public_url == "http://[::1]:8000"


def test_a_key_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    first = settings_from({"INSTANCE_DIR": str(tmp_path / "new")})
    second = settings_from({"INSTANCE_DIR": str(tmp_path / "new")})

    (kept,) = (tmp_path / "new").iterdir()
    assert first.secret_key == second.secret_key
    assert len(first.secret_key) == 64
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(("found", "left"), [(0o755, 0o700), (0o770, 0o700), (0o555, 0o500), (0o700, 0o700)])
def test_a_folder_that_others_may_enter_is_closed_to_them(tmp_path, found, left):
    tmp_path.chmod(found)

    settings_from({"INSTANCE_DIR": str(tmp_path), "SECRET_KEY": KEY})

    assert stat.S_IMODE(tmp_path.stat().st_mode) == left


def test_a_folder_that_everybody_shares_is_refused_and_left_as_it_is(tmp_path):
    tmp_path.chmod(0o1777)

    with pytest.raises(SettingError, match=r"is a folder that everybody shares\. Name one of its own\."):
        settings_from({"INSTANCE_DIR": str(tmp_path)})

    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o1777


def test_many_that_start_at_once_use_one_key(tmp_path):
    def key(_: int) -> str:
        return settings_from({"INSTANCE_DIR": str(tmp_path / "new")}).secret_key

    with ThreadPoolExecutor(16) as threads:
        keys = set(threads.map(key, range(64)))

    assert len(keys) == 1


@pytest.mark.parametrize("spoil", [lambda path: path.mkdir(), lambda path: path.write_bytes(b"\xff" * 64)])
def test_a_key_that_cannot_be_read_is_said(tmp_path, spoil):
    spoil(tmp_path / "secret-key")

    with pytest.raises(SettingError, match=f"The key in INSTANCE_DIR, {tmp_path}/secret-key, cannot be"):
        settings_from({"INSTANCE_DIR": str(tmp_path)})


@pytest.mark.parametrize("kept", ["", "\n", "short\n"])
def test_a_key_that_is_too_short_names_its_file(tmp_path, kept):
    (tmp_path / "secret-key").write_text(kept, encoding="ascii")

    with pytest.raises(SettingError) as refused:
        settings_from({"INSTANCE_DIR": str(tmp_path)})

    assert str(refused.value) == (
        f"The key in INSTANCE_DIR, {tmp_path}/secret-key, has fewer than 32 characters. Delete the file "
        "to have one made: nothing is lost, but everybody has to sign in again."
    )


def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(SettingError, match="instance, cannot be made, or closed to others: Not a directory"):
        settings_from({"INSTANCE_DIR": str(tmp_path / "file" / "instance")})


def test_a_server_of_postgresql_can_be_named(tmp_path):
    written = "postgresql://course:p%40ss@db.example:5433/course?sslmode=require"

    found = settings_from({"INSTANCE_DIR": str(tmp_path), "DATABASE_URL": written})

    assert found.database_url == written.replace("postgresql:", "postgresql+psycopg:")
    assert found.database_path is None
    assert "p%40ss" not in repr(found)


def test_another_file_can_be_named(tmp_path):
    found = settings_from(
        {"INSTANCE_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/other.sqlite"}
    )

    assert found.database_path == tmp_path / "other.sqlite"


@pytest.mark.parametrize(
    "written",
    [
        "mysql://course:secret@127.0.0.1/course",
        "postgresql+psycopg2://course:secret@127.0.0.1/course",
        "postgresql://course:secret@127.0.0.1",
        "postgresql://course:secret@127.0.0.1:port/course",
        "sqlite://",
        "secret",
    ],
)
def test_another_kind_of_database_is_refused_without_its_password(tmp_path, written):
    with pytest.raises(SettingError, match="DATABASE_URL must be an address") as refused:
        settings_from({"INSTANCE_DIR": str(tmp_path), "DATABASE_URL": written})

    assert "secret" not in str(refused.value)
