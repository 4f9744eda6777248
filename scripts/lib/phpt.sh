# Runs phpt tests with the run-tests.php that Debian ships beside phpize.

# run_phpt EXTENSION NAME FIND-CONDITION…: runs the topic folders in phpt/ that meet the condition.
run_phpt() {
    local extension=$1 copy=$ROOT/build/phpt/$2 tests status=0
    shift 2
    # A failed test leaves files beside itself, so the tests run in a copy.
    rm -rf "$copy"
    mkdir -p "$copy"
    cp --archive phpt/. "$copy"
    mapfile -t tests < <(find "$copy" -mindepth 1 -maxdepth 1 -type d "$@" | sort)
    [ "${#tests[@]}" -gt 0 ] || return 0
    NO_INTERACTION=1 TEST_PHP_EXECUTABLE=$(command -v php) php -n "$(run_tests_php)" \
        -n -q -j"$(nproc)" -d "extension=$extension" --show-diff --set-timeout 120 --no-progress --no-color "${tests[@]}" |
        tee "$copy/results" || status=$?
    refuse_unexplained_skips "$copy/results"
    return "$status"
}

run_tests_php() {
    local file
    file=$(php-config --prefix)/lib/php/$(php -n -r 'echo basename(PHP_EXTENSION_DIR);')/build/run-tests.php
    [ -f "$file" ] || die "run-tests.php is not at $file; the package php8.2-dev brings it"
    echo "$file"
}

refuse_unexplained_skips() {
    if grep '^SKIP ' "$1" | grep --invert-match ' reason: '; then
        die 'A test was skipped without saying why.'
    fi
}
