#!/bin/sh
# A browser for the browser tests: there, installed, or named in one line (the tests are skipped then).
command -v chromium >/dev/null && exit 0
line="apt-get install -y --no-install-recommends chromium"
if [ "$(id -u)" = 0 ] && [ "$NO_APT" != 1 ] && command -v apt-get >/dev/null; then
    echo "The browser tests need Chromium; as root: $line"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive $line; } >/dev/null 2>&1 && exit 0
fi
echo "There is no Chromium, so the browser tests will be skipped. To have them run: sudo $line"
exit 0
