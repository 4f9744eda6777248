# Removes what tests leave outside the build folder: the rate limiter's file in shared memory, one for each database.

remove_leftovers_at_exit() {
    limits_before=$(limits_files)
    trap remove_leftovers EXIT
}

# Only what came during the run. For a NoSocket of yours that started meanwhile it means fresh limits, no more.
remove_leftovers() {
    comm -13 <(echo "$limits_before") <(limits_files) | xargs --no-run-if-empty rm -f
}

limits_files() {
    find /dev/shm "${TMPDIR:-/tmp}" -maxdepth 1 -name "nosocket-$(id -u)-*.limits" 2>/dev/null | sort || true
}
