#!/bin/sh
# Pins the dependencies for Python 3.11 to 3.13 with hashes and without addresses.
# usage: requirements/lock.sh UV
set -eu
cd "$(dirname "$0")/.."

lock() {
    out=$1
    shift
    "$UV" pip compile pyproject.toml "$@" --universal --python-version 3.11 \
        --generate-hashes --no-strip-extras --no-emit-index-url --no-emit-find-links --no-header --no-annotate \
        --quiet --output-file "requirements/$out"
}

UV=$1
lock base.txt
lock local.txt --extra local
lock dev.txt --extra dev
