#!/bin/sh
# What the tests drive and read with: a browser, its driver's library, a reader of PDFs.
# There, installed, or named in one line (the tests that need them are skipped then).
missing=""
command -v chromium >/dev/null || missing="$missing chromium"
command -v pdftotext >/dev/null || missing="$missing poppler-utils"
.venv/bin/python -c 'import sys; from ctypes.util import find_library; sys.exit(not find_library("atomic"))' ||
    missing="$missing libatomic1"
[ -z "$missing" ] && exit 0
line="apt-get install -y --no-install-recommends$missing"
if [ "$(id -u)" = 0 ] && [ "$NO_APT" != 1 ] && command -v apt-get >/dev/null; then
    echo "The tests need programs that are not here; as root: $line"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive $line; } >/dev/null 2>&1 && exit 0
fi
echo "Some programs that the tests need are not here; what needs them will be skipped. To have it run: sudo $line"
exit 0
