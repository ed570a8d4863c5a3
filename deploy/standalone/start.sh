#!/usr/bin/env bash
# Starts a job manager and task managers as separate JVMs: start.sh [--taskmanagers N] [--port PORT] [--dir DIR]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../build.sh"
exec "$home/bin/standalone" start "$@"
