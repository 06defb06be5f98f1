#!/bin/sh
# What the tests drive and read with: a browser, its driver's library, a reader of PDFs, and what
# the deployed course stands behind and beside. There, installed, or named in one line (the tests
# that need them are skipped then).
PATH="$PATH:/usr/sbin"
missing=""
command -v chromium >/dev/null || missing="$missing chromium"
command -v pdftotext >/dev/null || missing="$missing poppler-utils"
command -v nginx >/dev/null || missing="$missing nginx-light"
command -v openssl >/dev/null || missing="$missing openssl"
command -v redis-server >/dev/null || missing="$missing redis-server"
.venv/bin/python -c 'import sys; from ctypes.util import find_library; sys.exit(not find_library("atomic"))' ||
    missing="$missing libatomic1"
[ -z "$missing" ] && exit 0
line="apt-get install -y --no-install-recommends$missing"
if [ "$(id -u)" = 0 ] && [ "$NO_APT" != 1 ] && command -v apt-get >/dev/null; then
    echo "The tests need programs that are not here; as root: $line"
    # A server that the package would start at once is for real use, not for tests.
    policy=/usr/sbin/policy-rc.d
    [ -e $policy ] || { printf '#!/bin/sh\nexit 101\n' >$policy && chmod 755 $policy && ours=1; }
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive $line; } >/dev/null 2>&1
    done=$?
    [ -z "$ours" ] || rm $policy
    [ $done = 0 ] && exit 0
fi
echo "Some programs that the tests need are not here; what needs them will be skipped. To have it run: sudo $line"
exit 0
