#!/bin/sh
# The libraries that WeasyPrint draws with: there, installed, or named in one line.
missing=$(.venv/bin/python - <<'PYTHON'
from ctypes.util import find_library

needed = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
print(*(package for library, package in needed.items() if not find_library(library)))
PYTHON
)
[ -z "$missing" ] && exit 0
line="apt-get install -y --no-install-recommends $missing"
if [ "$(id -u)" = 0 ] && [ "$NO_APT" != 1 ] && command -v apt-get >/dev/null; then
    echo "PDFs need libraries that are not here; as root: $line"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive $line; } >/dev/null 2>&1 && exit 0
    echo "That did not work. Run the line yourself, then make again." >&2
else
    echo "PDFs need libraries that are not here. Run this once, then make again:" >&2
    echo "    sudo $line" >&2
    echo "(on macOS: brew install pango)" >&2
fi
exit 1
