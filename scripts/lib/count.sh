# Reads how many tests passed, failed and were skipped from the log of each test runner.

count_nothing() {
    echo 0 0 0
}

# cargo test: "test result: ok. 12 passed; 0 failed; 1 ignored; …", once per binary.
count_rust() {
    awk '/^test result:/ { passed += $4; failed += $6; skipped += $8 }
         END { print passed + 0, failed + 0, skipped + 0 }' "$1"
}

# run-tests.php: "Tests passed    :    57 ( 96.6%) …". A warned or leaking test is a failed one.
count_phpt() {
    awk -F ':' '/^Tests? +(passed|failed|warned|skipped|borked|leaked) *:/ { split($1, word, " "); count[word[2]] += $2 }
         END { print count["passed"] + 0, count["failed"] + count["warned"] + count["borked"] + count["leaked"], count["skipped"] + 0 }' "$1"
}

# PHPUnit, once per package: "OK (51 tests, …)", or "Tests: 51, Assertions: 143, Errors: 1, Skipped: 1.".
count_phpunit() {
    awk -F '[ :,.(]+' '/^OK \([0-9]+ tests?/ { passed += $2 }
         /^Tests: [0-9]+/ { for (i = 1; i < NF; i += 2) count[$i] = $(i + 1)
             bad = count["Errors"] + count["Failures"] + count["Warnings"] + count["Risky"]
             left_out = count["Skipped"] + count["Incomplete"]
             passed += count["Tests"] - bad - left_out; failed += bad; skipped += left_out; delete count }
         END { print passed + 0, failed + 0, skipped + 0 }' "$1"
}

# node --test, TAP: "# pass 12". A cancelled test is one whose file died or ran out of time.
count_node() {
    awk '/^# (pass|fail|cancelled|skipped|todo) [0-9]+$/ { count[$2] += $3 }
         END { print count["pass"] + 0, count["fail"] + count["cancelled"], count["skipped"] + count["todo"] }' "$1"
}
