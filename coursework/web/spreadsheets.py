"""Tables as files for a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

_FORMULA = re.compile(r"^[=+\-@\t\r]")  # a spreadsheet would run it


def csv_text(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return one line a row, with a line of names above; what people wrote has passed `harmless`."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(heads)
    writer.writerows(rows)
    return file.getvalue()


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text
