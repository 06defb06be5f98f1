"""What each application would compile for itself, compiled once for all of a run."""

from collections.abc import Callable
from types import CodeType
from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class Templates(BytecodeCache):
    """The code of templates; a template whose text is another has other code."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key, bucket.checksum] = bucket.code


class Route(Rule):
    """A route; what builds its addresses depends on nothing but its pattern and its defaults."""

    _builders: dict[str, Callable[..., tuple[str, str]]] = {}  # noqa: RUF012 (one for all)

    def _compile_builder(self, append_unknown: bool = True) -> Any:  # noqa: FBT001, FBT002 (werkzeug's)
        pattern = repr((self.rule, self._trace, self.defaults, append_unknown))
        if pattern not in self._builders:
            self._builders[pattern] = super()._compile_builder(append_unknown)
        return self._builders[pattern]


def compile_once() -> None:
    """Let every application of this process share what it compiles."""
    Flask.jinja_options = {"bytecode_cache": Templates()}
    Flask.url_rule_class = Route
