# The WordPress that tests run, from Debian's packages. They are unpacked and not installed: the package asks for Apache.

WORDPRESS=$ROOT/build/wordpress
WORDPRESS_PACKAGES=(wordpress wordpress-theme-twentytwentythree php-getid3 libjs-underscore libjs-cropper)

unpack_wordpress() {
    if [ -f "$WORDPRESS/.complete" ]; then
        return
    fi
    command -v apt-get >/dev/null || die 'WordPress for the tests comes from Debian, and this is no Debian.'
    say 'Unpacking WordPress for the tests …'
    local packages=$ROOT/build/wordpress-packages
    rm -rf "$packages" "$WORDPRESS"
    mkdir -p "$packages/unpacked"
    if ! download_wordpress "$packages" >"$ROOT/build/setup.log" 2>&1; then
        tail --lines=20 "$ROOT/build/setup.log"
        die 'That failed. The whole log is build/setup.log.'
    fi
    local package
    for package in "$packages"/*.deb; do
        dpkg-deb --extract "$package" "$packages/unpacked"
    done
    assemble_wordpress "$packages/unpacked"
    rm -rf "$packages"
    touch "$WORDPRESS/.complete"
}

# A package list that is older than the archive names files that are gone.
download_wordpress() (
    cd "$1"
    apt-get download "${WORDPRESS_PACKAGES[@]}" || { as_root apt-get update && apt-get download "${WORDPRESS_PACKAGES[@]}"; }
)

# Debian replaces copies of other packages' files by links to them; here the files go where the links are.
assemble_wordpress() {
    local unpacked=$1 link target
    cp --archive "$unpacked/usr/share/wordpress" "$WORDPRESS"
    rm "$WORDPRESS/wp-config.php" "$WORDPRESS/.htaccess"
    find "$WORDPRESS" -type l | while read -r link; do
        target=$(basename "$(readlink "$link")")
        rm "$link"
        find "$unpacked/usr/share/php" "$unpacked/usr/share/javascript" -name "$target" -exec cp --dereference '{}' "$link" ';' -quit
    done
}
