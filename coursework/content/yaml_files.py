"""YAML with the line of every key, so that a fault can be found."""

from pathlib import Path
from typing import Any

import yaml

from coursework.content.problems import Desk

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Located(dict[str, Any]):
    """A YAML mapping that knows the line it starts on and the line of each key."""

    line: int = 1
    lines: dict[str, int]

    def line_of(self, key: str) -> int:
        """Return the line of a key, or of the mapping when it has no such key."""
        return self.lines.get(key, self.line)


class _LocatingLoader(_Loader):  # type: ignore[misc, valid-type]
    """The C loader, making located mappings and refusing a key written twice."""

    first_line = 0

    def locate(self, node: yaml.MappingNode) -> Located:
        """Return the mapping of a node with its lines."""
        located = Located()
        located.line = node.start_mark.line + 1 + self.first_line
        located.lines = {}
        for key_node, value_node in node.value:
            key = str(self._value(key_node))
            if key in located:
                raise _fault_at(key_node, f"the key {key!r} is written twice")
            located[key] = self._value(value_node)
            located.lines[key] = key_node.start_mark.line + 1 + self.first_line
        return located

    def _value(self, node: yaml.Node) -> Any:
        try:
            return self.construct_object(node, deep=True)
        except ValueError as error:  # a date such as 2026-02-30
            raise _fault_at(node, str(error)) from error


def _fault_at(node: yaml.Node, message: str) -> yaml.MarkedYAMLError:
    return yaml.constructor.ConstructorError(None, None, message, node.start_mark)


_LocatingLoader.add_constructor("tag:yaml.org,2002:map", _LocatingLoader.locate)


def parsed(text: str, path: Path, desk: Desk, first_line: int = 0) -> Located | None:
    """Return the mapping in `text`, or None after reporting why there is none."""
    loader = _LocatingLoader(text)
    loader.first_line = first_line
    try:
        value = loader.get_single_data()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = (mark.line if mark else 0) + 1 + first_line
        desk.report(path, line, f"is not valid YAML: {error.problem or error.context}")
        return None
    except yaml.YAMLError as error:
        desk.report(path, 1 + first_line, f"is not valid YAML: {str(error).partition(chr(10))[0]}")
        return None
    finally:
        loader.dispose()
    if not isinstance(value, Located):
        desk.report(path, 1 + first_line, "must hold a mapping of names to values")
        return None
    return value


def yaml_file(path: Path, desk: Desk) -> Located | None:
    """Return the mapping in a file, or None after reporting what is wrong with it."""
    text = desk.text_of(path)
    return None if text is None else parsed(text, path, desk)
