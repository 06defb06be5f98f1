#!/bin/sh
# Make .venv with the Python that is named, or say in one line what is missing.
python="$1"
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "The course needs Python 3.11 or newer; '$python' is not. Try: make run PYTHON=python3.12" >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip' 2>/dev/null; then
    line="apt-get install -y --no-install-recommends python3-venv"
    if [ "$(id -u)" = 0 ] && [ "$NO_APT" != 1 ] && command -v apt-get >/dev/null; then
        echo "Python cannot make environments yet; as root: $line"
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive $line; } >/dev/null 2>&1 || exit 1
    else
        echo "Python cannot make environments yet. Run this once, then make again:" >&2
        echo "    sudo $line" >&2
        exit 1
    fi
fi
echo "Making .venv"
exec "$python" -m venv .venv
