# Runs named steps one after the other, keeps a log of each in build/logs, and adds up their tests.

LOGS=$ROOT/build/logs
TAIL_LINES=${TAIL_LINES:-80}

begin_steps() {
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
    local name=$1 log=$2 status=$3 seconds=$4 verdict=ok tests=
    if [ $((${5} + ${6})) -gt 0 ]; then
        tests="$5 passed, $6 failed, "
    fi
    if [ "$status" -ne 0 ] || [ "$6" -ne 0 ]; then
        verdict=FAILED
        failed_steps+=("$name")
    fi
    say "$verdict (${tests}$seconds s)"
    if [ "$verdict" = FAILED ]; then
        say "── ${log#"$ROOT"/}, failures and end ──"
        show_failures "$log"
        tail --lines="$TAIL_LINES" "$log"
        say '──'
    fi
}

# Lines that name a failure and stand above the part of the log that is shown.
show_failures() {
    head --lines="-$TAIL_LINES" "$1" | grep --extended-regexp --after-context=12 '^ *(not ok|FAIL |error(\[|:))' | head --lines=200 || true
}

end_steps() {
    if [ "${#failed_steps[@]}" -gt 0 ]; then
        say "Failed: ${failed_steps[*]}. The logs are in build/logs."
    fi
    local line="$passed passed, $failed failed"
    if [ "$skipped" -gt 0 ]; then
        line="$line, $skipped skipped"
    fi
    say "$line"
    [ "$failed" -eq 0 ]
}
