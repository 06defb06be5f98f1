"""The settings of the demonstration: its own files, this machine alone, nothing that leaves it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from coursework.settings import HERE, Settings, settings_from

_TAKEN_OVER = ("COURSE_DIR", "QUIZ_DIR", "PORT", "THREADS", "LOG", "DEVELOPMENT")


def demo_settings_from(written: Mapping[str, str]) -> Settings:
    """Return the settings of the demonstration; where people and mail are for real is left out of them."""
    instance = Path(written.get("INSTANCE_DIR") or HERE / "instance").expanduser().resolve()
    own = {name: written[name] for name in _TAKEN_OVER if name in written}
    own |= {"INSTANCE_DIR": str(instance / "demo"), "HOST": "127.0.0.1"}
    return replace(settings_from(own), demo=True, database_url=f"sqlite:///{instance / 'demo.sqlite'}")
