#!/usr/bin/env bash
# Write requirements.txt anew from pyproject.toml: every package for every system, pinned with hashes, from no named index.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/python" -m pip -qq --disable-pip-version-check install uv

# Started from the present file, uv keeps its versions where they still fit.
cp requirements.txt "$work/"
"$work/venv/bin/python" -m uv --quiet pip compile pyproject.toml --group dev \
  --universal --python-version 3.11 --generate-hashes \
  --no-header --no-annotate --output-file "$work/requirements.txt" "$@"
{
  echo '# What pyproject.toml asks for, with the tools of its group "dev", pinned for Python 3.11 to 3.13 on all systems.'
  echo '# Written by "make lock"; the hashes let pip refuse anything else.'
  cat "$work/requirements.txt"
} >requirements.txt
