#!/usr/bin/env bash
# Bring .venv to what requirements.txt pins, with the project itself; where it is there already, do nothing.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}
stamp=.venv/installed

if ! command -v "$python" >/dev/null; then
  echo "GMP Desk needs Python 3.11 or newer; there is no $python on this computer." >&2
  exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "GMP Desk needs Python 3.11 or newer; this is $("$python" --version)." >&2
  exit 1
fi

# Two terminals at once: the second waits. Where there is no flock, one does not do that.
exec 9<requirements.txt
if command -v flock >/dev/null; then flock 9; fi

# A .venv holds full paths and belongs to one interpreter, so it is made afresh where either has changed.
place="$PWD $("$python" -c 'import sys; print(sys.executable, sys.version.split()[0])')"
content=$(cksum requirements.txt pyproject.toml)
if [ ! -e "$stamp" ] || [ "$(head -n 1 "$stamp")" != "$place" ]; then
  rm -rf .venv
elif [ "$(tail -n +2 "$stamp")" = "$content" ]; then
  exit 0
fi

echo "Installing the Python packages of requirements.txt into .venv; the first time this takes a minute or two."
# The stamp is written last: what was interrupted is made afresh the next time.
rm -f "$stamp"
if [ ! -e .venv ] && ! "$python" -m venv .venv; then
  echo "$python cannot make .venv: its module venv is missing or incomplete (on Debian: the package python3-venv)." >&2
  exit 1
fi
pip=(.venv/bin/python -m pip -qq --disable-pip-version-check --no-input install)
"${pip[@]}" --require-hashes --requirement requirements.txt
"${pip[@]}" --no-deps --no-build-isolation --editable .
printf '%s\n%s\n' "$place" "$content" >"$stamp"
