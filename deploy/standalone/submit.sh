#!/usr/bin/env bash
# Submits the job to the cluster that start.sh started: submit.sh --config FILE [options of `ambidex run`]
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/../build.sh"
exec "$home/bin/ambidex" run --target "$("$home/bin/standalone" address)" --detached "$@"
