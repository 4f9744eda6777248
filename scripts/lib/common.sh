# Shared by all scripts: where things are, and how a script speaks and gives up.
set -euo pipefail

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$ROOT"

# rustup's folder is missing from PATH until the next login, and sbin (nginx, php-fpm) from that of users.
export PATH="$PATH:${CARGO_HOME:-$HOME/.cargo}/bin:/usr/sbin:/sbin"

TARGET=${CARGO_TARGET_DIR:-$ROOT/target}
export NOSOCKET_EXTENSION=${NOSOCKET_EXTENSION:-$TARGET/release/libnosocket.so}
export NOSOCKET_HOOKS_EXTENSION=${NOSOCKET_HOOKS_EXTENSION:-$ROOT/build/hooks/libnosocket.so}

say() {
    printf '%s\n' "$*"
}

die() {
    printf '%s\n' "$*" >&2
    exit 1
}
