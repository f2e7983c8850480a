#!/usr/bin/env bash
# The Debian packages that `make check` and `make test` need, installed where they are missing.
# What is there already, from Debian or not, is left alone; with nothing to do it ends at once.
# Without root or apt-get it names what is missing and goes on: what needs it is then skipped or fails by name.
set -euo pipefail

PYTHON=${PYTHON:-python3}

has_command() { command -v "$1" >/dev/null 2>&1; }
has_venv() { "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null; }
has_headers() {
    local include
    include=$("$PYTHON" -c 'import sysconfig; print(sysconfig.get_path("include"))' 2>/dev/null) || return 1
    [ -f "$include/Python.h" ]
}

has_nss() { has_command certutil && has_command cmsutil; }
has_postfix() { has_command postfix || test -x /usr/sbin/postfix; }

# The one list: package, what shows that it is there, what it is for
missing=()
need() {
    local package=$1
    shift
    "$@" || missing+=("$package")
}
need python3         has_command "$PYTHON"      # everything
need python3-venv    has_venv                   # .venv
need make            has_command make           # Makefile
need gcc             has_command gcc            # durable-rules is built from source
need libc6-dev       test -f /usr/include/stdio.h
need python3-dev     has_headers                # the same
need openssl         has_command openssl        # verifies signed mail independently of our own code
need gpgsm           has_command gpgsm          # the same, a second time
need libnss3-tools   has_nss                    # the same, a third time: certutil, cmsutil
need softhsm2        has_command softhsm2-util  # a device that holds keys, for tests
need postfix         has_postfix                # a real relay; tests start their own, on loopback

if [ ${#missing[@]} -eq 0 ]; then
    echo "Debian packages: nothing is missing"
elif ! has_command apt-get; then
    echo "Debian packages: missing ${missing[*]}, but there is no apt-get here; install their like by hand" >&2
elif [ "$(id -u)" -ne 0 ]; then
    echo "Debian packages: missing ${missing[*]}; as root: apt-get install ${missing[*]}" >&2
else
    echo "Debian packages: installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    if [[ " ${missing[*]} " == *" postfix "* ]] && has_command debconf-set-selections; then
        # without a configuration it serves nobody and starts nothing; a test brings a configuration of its own
        echo "postfix postfix/main_mailer_type select No configuration" | debconf-set-selections
    fi
    apt-get update -qq
    apt-get install -qq --yes --no-install-recommends "${missing[@]}" >/dev/null
fi
