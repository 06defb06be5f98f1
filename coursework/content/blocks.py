"""The course's own blocks: boxes, self-checks, figures, room to write, boxes to tick."""

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

BOXES = {
    "evidence": "Evidence",
    "practice": "In practice",
    "pitfall": "Pitfall",
    "try": "Try it",
    "then-and-now": "Then and now",
}
_WRITE = re.compile(r'^!!! write "([^"]*)" (\d+)$')


class WriteLines(Preprocessor):
    """Turn `!!! write "Title" 6` into a shape that the admonition extension knows."""

    def run(self, lines: list[str]) -> list[str]:
        """Return the lines with the number among the classes."""
        return [_WRITE.sub(r'!!! write lines-\2 "\1"', line.rstrip()) for line in lines]


class Blocks(Treeprocessor):
    """Give each block its markup; what cannot be one is reported."""

    def __init__(
        self,
        md: Markdown,
        figure: Callable[[str, Element], Element | None],
        fault: Callable[[str], None],
    ) -> None:
        """Draw figures with `figure(file name, caption)`; report with `fault`."""
        super().__init__(md)
        self.figure, self.fault = figure, fault

    def run(self, root: Element) -> None:
        """Change the tree in place, what is inside a block before the block itself."""
        for index, child in enumerate(list(root)):
            self.run(child)
            classes = child.get("class", "").split()
            if child.tag == "div" and classes[:1] == ["admonition"]:
                made = self._block(classes[1], classes[2:], child)
                made.tail = child.tail
                root[index] = made
            elif child.tag == "li":
                _tick_box(child)
            elif child.tag == "table":
                _label_cells(child)

    def _block(self, kind: str, more: list[str], block: Element) -> Element:
        title = block[0] if len(block) and block[0].get("class") == "admonition-title" else None
        words = "".join(title.itertext()) if title is not None else ""
        if title is not None:
            block.remove(title)
        if words == kind.capitalize():  # the extension's own, where the author wrote none
            words = ""
        if kind in BOXES:
            return _box(kind, words, block)
        if kind == "check":
            return self._check(block)
        if kind == "figure":
            return self.figure(words, block) or Element("p")
        if kind == "write":
            return _write(words, more, block)
        self.fault(f"'!!! {kind}' is no kind of block")
        return block

    def _check(self, block: Element) -> Element:
        parts = list(block)
        rules = [index for index, part in enumerate(parts) if part.tag == "hr"]
        if len(rules) != 1 or rules[0] in {0, len(parts) - 1}:
            begins = "".join(block.itertext()).strip().partition("\n")[0][:40]
            self.fault(f"the self-check '{begins}' needs a question, a line `---`, and an answer")
            return block
        check = Element("div", {"class": "check", "role": "group", "aria-label": "Self-check"})
        SubElement(check, "p", {"class": "lab"}).text = "Self-check"
        question = SubElement(check, "div", {"class": "q"})
        question.extend(parts[: rules[0]])
        details = SubElement(check, "details")
        SubElement(details, "summary").text = "The answer"
        answer = SubElement(details, "div", {"class": "a"})
        answer.extend(parts[rules[0] + 1 :])
        return check


def _box(kind: str, words: str, block: Element) -> Element:
    label = f"{BOXES[kind]}: {words}" if words else BOXES[kind]
    box = Element("div", {"class": f"box {kind}", "role": "note", "aria-label": label})
    SubElement(box, "p", {"class": "lab"}).text = label
    box.extend(list(block))
    return box


def _write(words: str, more: list[str], block: Element) -> Element:
    write = Element("section", {"class": "write", "aria-label": words or "Room to write"})
    if words:
        SubElement(write, "p", {"class": "lab"}).text = words
    write.extend(list(block))
    count = int(more[0].removeprefix("lines-")) if more else 4
    for _ in range(count):
        SubElement(write, "div", {"class": "ruled"})
    return write


def _tick_box(item: Element) -> None:
    holder = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
    text = holder.text or ""
    if text.lstrip().startswith("[ ] "):
        holder.text = text.lstrip().removeprefix("[ ] ")
        item.set("class", "tick")


def _label_cells(table: Element) -> None:
    """Name each cell by its column, for narrow screens, and make first cells row headers."""
    heads = ["".join(cell.itertext()).strip() for cell in table.iter("th")]
    for cell in list(table.iter("th")):
        if "".join(cell.itertext()).strip():
            cell.set("scope", "col")
        else:
            cell.tag = "td"  # an empty corner is no heading
    table.set("class", "tab stack")
    for body in table.iter("tbody"):
        for row in body:
            for index, cell in enumerate(list(row)):
                if index == 0 and "".join(cell.itertext()).strip():
                    cell.tag = "th"
                    cell.set("scope", "row")
                elif 0 < index < len(heads):
                    cell.set("data-label", heads[index])
