#!/usr/bin/env bash
# Stops what start.sh started: stop.sh [--dir DIR]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../build.sh"
exec "$home/bin/standalone" stop "$@"
