# Runs named steps one after the other, keeps a log of each in build/logs, and adds up their tests.

LOGS=$ROOT/build/logs
TAIL_LINES=40
FAILURE_LINES=300

begin_steps() {
    rm -rf "$LOGS"
    mkdir -p "$LOGS"
    passed=0 failed=0 skipped=0 failed_steps=()
}

# run_step NAME COUNTER: runs the function step_NAME; COUNTER reads its log and prints "passed failed skipped".
run_step() {
    local name=$1 counter=$2 log=$LOGS/$1.log started=$SECONDS status=0 counts
    printf '%-16s' "$name"
    # A function called in a condition ignores `set -e`, so the step gets a shell of its own.
    set +e
    (set -e; "step_$name") >"$log" 2>&1 </dev/null
    status=$?
    set -e
    read -ra counts < <("$counter" "$log")
    if [ "$status" -eq 0 ] && [ "$counter" != count_nothing ] && [ "${counts[0]}" -eq 0 ]; then
        echo 'No test ran.' >>"$log"
        status=1
    fi
    # A step can fail without a failed test: it did not compile, or crashed. That must show in the count as well.
    if [ "$status" -ne 0 ] && [ "${counts[1]}" -eq 0 ]; then
        counts[1]=1
    fi
    passed=$((passed + counts[0])) failed=$((failed + counts[1])) skipped=$((skipped + counts[2]))
    report_step "$name" "$log" "$status" $((SECONDS - started)) "${counts[@]}"
}

report_step() {
    local name=$1 log=$2 status=$3 seconds=$4 passed=$5 failed=$6 tests=
    if [ $((passed + failed)) -gt 0 ]; then
        tests="$passed passed, $failed failed, "
    fi
    if [ "$status" -eq 0 ] && [ "$failed" -eq 0 ]; then
        say "ok (${tests}$seconds s)"
        show_notes "$log"
    else
        failed_steps+=("$name")
        say "FAILED (${tests}$seconds s)"
        say "── ${log#"$ROOT"/} ──"
        show_failures "$log"
        say '── its end ──'
        tail --lines="$TAIL_LINES" "$log"
        say '──'
    fi
}

# What tests of ours report beside their verdict, such as times and seeds. TAP marks them with a number sign.
show_notes() {
    grep --extended-regexp '^ *# ' "$1" | grep --invert-match --extended-regexp \
        '# (Subtest:|tests|suites|pass|fail|cancelled|skipped|todo|duration_ms)' | sed 's/^ *#/                /' || true
}

# The lines around each failure, wherever in the log it stands.
show_failures() {
    grep --extended-regexp --before-context=35 --after-context=15 \
        '^ *(not ok|FAIL |BORK |LEAK |WARN |error(\[|:)|---- .* stdout ----)' "$1" | head --lines="$FAILURE_LINES" || true
}

end_steps() {
    if [ "${#failed_steps[@]}" -gt 0 ]; then
        say "Failed: ${failed_steps[*]}. The logs are in build/logs."
    fi
    local line="$passed passed, $failed failed"
    if [ "$skipped" -gt 0 ]; then
        line="$line, $skipped skipped"
    fi
    say "$line" | tee "$LOGS/summary"
    [ "$failed" -eq 0 ]
}
