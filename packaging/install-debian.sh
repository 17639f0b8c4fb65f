#!/usr/bin/env bash
# Install the Debian packages that the given lists name, or print the one line to type where that takes a password.
set -eu

# One package, or alternatives as "this | that", on each line.
needed=$(sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e '/^$/d' "$@")

if ! command -v dpkg-query >/dev/null; then
  echo "This system has no Debian packages. GMP Desk needs what these are on Debian; it goes on as if they were there:"
  echo "$needed" | sed 's/^/  /'
  exit 0
fi

installed=" $(dpkg-query --show --showformat='${db:Status-Status}=${Package}\n' | sed -n 's/^installed=//p' | tr '\n' ' ')"
missing=()
while read -r first others; do
  found=no
  for name in "$first" ${others//|/ }; do
    case $installed in *" $name "*) found=yes ;; esac
  done
  [ $found = yes ] || missing+=("$first")
done <<<"$needed"
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" -eq 0 ]; then
  as_root=()
elif sudo -n true 2>/dev/null; then
  as_root=(sudo -n)
else
  line="apt-get update && apt-get install --no-install-recommends ${missing[*]}"
  echo "GMP Desk needs Debian packages that are not installed. Type this line, then start again:" >&2
  if command -v sudo >/dev/null; then
    echo "  sudo sh -c '$line'" >&2
  else
    echo "  su - -c '$line'" >&2
  fi
  exit 1
fi

echo "Installing ${#missing[@]} Debian packages and what they depend on: ${missing[*]}"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
apt_get() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$@" >"$log" 2>&1 </dev/null
}
apt_get update || { cat "$log"; echo "The list of Debian packages could not be brought up to date; trying with the old one."; } >&2
# --no-remove: LibreOffice without windows would otherwise push the usual one off a person's computer.
apt_get install --yes --no-install-recommends --no-remove "${missing[@]}" || { cat "$log" >&2; exit 1; }
