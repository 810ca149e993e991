#!/bin/sh
# Installs Debian packages without letting any of them start a daemon.
# usage: install-packages.sh PACKAGE...   (as root)
set -eu

policy=/usr/sbin/policy-rc.d
kept=$policy.kept-by-xmpp-account-migrator

# Puts the policy back exactly as it was, also after an interruption.
restore() {
    if [ -e "$kept" ]; then mv -f "$kept" "$policy"; else rm -f "$policy"; fi
}

# A run that was killed left its own policy in place of the kept one.
if [ -e "$kept" ]; then restore; fi
if [ -e "$policy" ]; then mv "$policy" "$kept"; fi
trap restore EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# 101: the action is forbidden. Maintainer scripts ask this before they start a service.
printf '#!/bin/sh\nexit 101\n' > "$policy"
chmod 755 "$policy"

export DEBIAN_FRONTEND=noninteractive
install() { apt-get install --yes --quiet --no-install-recommends "$@"; }

# Without lists, or with lists that are too old to name what the mirror has, update first.
apt-get install --simulate --quiet=2 "$@" > /dev/null 2>&1 || apt-get update --quiet
install "$@" || { apt-get update --quiet && install "$@"; }
