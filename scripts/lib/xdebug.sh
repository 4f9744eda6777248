# Xdebug for the tests, from Debian's package. It is unpacked and not installed: installed, it would be there for
# everything that PHP runs on this machine.

XDEBUG=$ROOT/build/xdebug

# unpack_xdebug PACKAGE: build/xdebug/xdebug.so.
unpack_xdebug() {
    if [ -f "$XDEBUG/xdebug.so" ]; then
        return
    fi
    command -v apt-get >/dev/null || die 'Xdebug for the tests comes from Debian, and this is no Debian.'
    say 'Unpacking Xdebug for the tests …'
    rm -rf "$XDEBUG"
    mkdir -p "$XDEBUG"
    if ! download_xdebug "$1" >"$ROOT/build/setup.log" 2>&1; then
        tail --lines=20 "$ROOT/build/setup.log"
        die 'That failed. The whole log is build/setup.log.'
    fi
    dpkg-deb --extract "$XDEBUG"/*.deb "$XDEBUG/unpacked"
    find "$XDEBUG/unpacked" -name xdebug.so -exec mv '{}' "$XDEBUG/xdebug.so" ';'
    rm -rf "$XDEBUG/unpacked" "$XDEBUG"/*.deb
}

# A package list that is older than the archive names files that are gone.
download_xdebug() (
    cd "$XDEBUG"
    apt-get download "$1" || { as_root apt-get update && apt-get download "$1"; }
)
