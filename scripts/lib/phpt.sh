# Runs phpt tests with the run-tests.php that Debian ships beside phpize.

# run_phpt EXTENSION NAME FIND-CONDITION…: runs the topic folders in phpt/ that meet the condition.
run_phpt() {
    local extension=$1 name=$2 tests
    shift 2
    copy_phpt "$name"
    mapfile -t tests < <(find "$copy" -mindepth 1 -maxdepth 1 -type d "$@" | sort)
    [ "${#tests[@]}" -gt 0 ] || return 0
    run_copied_phpt "$extension" --set-timeout 120
}

# run_phpt_under_valgrind EXTENSION TEST…: runs these files or folders of phpt/ under memcheck. An invalid read, a jump on
# a value that was never set, or a leak that scripts/lib/valgrind.supp does not explain makes a test LEAK.
run_phpt_under_valgrind() {
    local extension=$1 tests
    shift
    copy_phpt valgrind
    tests=("${@/#/$copy/}")
    grep --invert-match '^#' scripts/lib/valgrind.unfit | sed "s|^|$copy/|" | xargs rm
    # Memory from the system's allocator, which memcheck knows, and libraries that stay, so that it can name their parts.
    # PCRE's compiler reads whole words, also at a string's end.
    USE_ZEND_ALLOC=0 ZEND_DONT_UNLOAD_MODULES=1 \
        VALGRIND_OPTS="--suppressions=$ROOT/scripts/lib/valgrind.supp --leak-check=full --show-leak-kinds=definite,indirect,possible" \
        run_copied_phpt "$extension" -m -d pcre.jit=0
}

# run_phpt_with_checked_memory EXTENSION: runs the suite with the C library's checking allocator in place of PHP's own. It ends a
# program that frees twice or has written past an end, and fills what is freed or new with noise.
run_phpt_with_checked_memory() {
    copy_phpt checked
    # PHP's limit is its own allocator's.
    rm "$copy"/host/memory_limit_*.phpt
    mapfile -t tests < <(find "$copy" -mindepth 1 -maxdepth 1 -type d ! -name hooks | sort)
    USE_ZEND_ALLOC=0 LD_PRELOAD=libc_malloc_debug.so.0 MALLOC_CHECK_=3 MALLOC_PERTURB_=165 \
        run_copied_phpt "$1" --set-timeout 120
}

copy_phpt() {
    copy=$ROOT/build/phpt/$1
    # A failed test leaves files beside itself, and run-tests.php one beside itself: both run as copies.
    rm -rf "$copy"
    mkdir -p "$copy"
    cp --archive phpt/. "$copy"
    cp "$(run_tests_php)" "$copy/run-tests.php"
}

# Runs `tests` in `copy`, with these options.
run_copied_phpt() {
    local extension=$1 status=0
    shift
    NO_INTERACTION=1 TEST_PHP_EXECUTABLE=$(command -v php) php -n "$copy/run-tests.php" \
        -n -q -j"$(nproc)" -d "extension=$extension" --show-diff --no-progress --no-color "$@" "${tests[@]}" |
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
