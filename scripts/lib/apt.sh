# Collects missing Debian packages and installs them at once, without starting any service that they bring.

POLICY=/usr/sbin/policy-rc.d
wanted=()

want() {
    wanted+=("$@")
}

installed() {
    [ "$(dpkg-query --show --showformat '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

# nginx and php-fpm would take their usual ports on this machine; the tests start private ones instead.
forbid_service_starts() {
    if [ ! -e "$POLICY" ]; then
        printf '#!/bin/sh\nexit 101\n' | as_root tee "$POLICY" >/dev/null
        as_root chmod 755 "$POLICY"
        trap 'as_root rm -f "$POLICY"' EXIT
    fi
}

allow_service_starts() {
    if [ -n "$(trap -p EXIT)" ]; then
        as_root rm -f "$POLICY"
        trap - EXIT
    fi
}

install_wanted() {
    if [ "${#wanted[@]}" -eq 0 ]; then
        return
    fi
    command -v apt-get >/dev/null || die "Missing on this machine: ${wanted[*]}. Only Debian and its kin are set up by itself."
    say "Installing ${wanted[*]} …"
    forbid_service_starts
    as_root apt-get update -q=2
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q=2 --yes --no-install-recommends "${wanted[@]}"
    allow_service_starts
}
