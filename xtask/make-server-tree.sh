#!/bin/sh
# Unpacks Prosody and ejabberd of another Debian release, with all they need, into a folder to be
# entered with chroot. Nothing is installed, no program of theirs runs, and root is not needed.
# usage: make-server-tree.sh FOLDER SUITE...   (packages come from the last suite where it has them)
set -eu

folder=$1
shift
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
# The servers' packages, and a shell and `env` to start them with.
packages="prosody lua-dbi-sqlite3 lua-unbound ejabberd erlang-p1-sqlite3 base-files coreutils dash"

fail() { echo "make-server-tree: $1" >&2; exit 1; }
command -v apt-get > /dev/null && command -v dpkg > /dev/null || fail "this needs apt-get and dpkg"
[ -e "$keyring" ] || fail "$keyring is missing: install debian-archive-keyring"

# Made beside and renamed when whole: what is there is complete.
mkdir -p "$(dirname "$folder")"
work=$(mktemp -d "$folder.making-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

mkdir -p "$work/tree" "$work/apt/lists/partial" "$work/apt/cache/archives/partial" "$work/apt/parts"
: > "$work/apt/status"

# The mirror this machine uses, if it is a Debian.
mirror=$(apt-get indextargets --format '$(LABEL) $(REPO_URI)' | sed -n 's/^Debian \(http.*\)$/\1/p' | head -n 1)
for suite in "$@"; do
    echo "deb [signed-by=$keyring] ${mirror:-http://deb.debian.org/debian/} $suite main"
    newest=$suite
done > "$work/apt/sources.list"

apt() {
    apt-get --yes --quiet=2 --no-install-recommends \
        -o Dir::Etc::sourcelist="$work/apt/sources.list" -o Dir::Etc::sourceparts="$work/apt/parts" \
        -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts="$work/apt/parts" \
        -o Dir::State="$work/apt" -o Dir::State::lists="$work/apt/lists" \
        -o Dir::State::status="$work/apt/status" -o Dir::Cache="$work/apt/cache" \
        -o Acquire::Languages=none -o APT::Sandbox::User="$(id -un)" "$@"
}
apt update
# shellcheck disable=SC2086  # a list
apt --download-only --target-release "$newest" install $packages

for package in "$work"/apt/cache/archives/*.deb; do
    dpkg --extract "$package" "$work/tree"
    dpkg-deb --show --showformat '${Package} ${Version}\n' "$package"
done > "$work/versions"
mv "$work/versions" "$work/tree/versions"

# Another run may have been faster.
mv -T "$work/tree" "$folder" 2> /dev/null || [ -e "$folder/versions" ] || fail "cannot make $folder"
grep -E '^(prosody|ejabberd) ' "$folder/versions"
