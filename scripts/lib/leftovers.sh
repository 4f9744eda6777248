# Removes what tests leave outside the build folder: limits and heads in shared memory, two files for each database.

remove_leftovers_at_exit() {
    shared_files_before=$(shared_files)
    trap remove_leftovers EXIT
}

# Only what came during the run. For a NoSocket of yours that started meanwhile it means fresh limits, no more.
remove_leftovers() {
    comm -13 <(echo "$shared_files_before") <(shared_files) | xargs --no-run-if-empty rm -f
}

# PHP-FPM's workers have another user than the tests.
shared_files() {
    find /dev/shm "${TMPDIR:-/tmp}" -maxdepth 1 -writable \( -name "nosocket-*.limits" -o -name "nosocket-*.heads" \) \
        2>/dev/null | sort || true
}
