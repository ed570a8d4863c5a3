#!/usr/bin/env bash
# Compares balancing methods on recorded media or simulated scenes. See --help.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/build.sh"
exec "$home/bin/ambidex" compare "$@"
