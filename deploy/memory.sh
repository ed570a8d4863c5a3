#!/usr/bin/env bash
# Measures what a task manager keeps over a long training and over many jobs: memory.sh [--minutes N] [--cycles N]
# [--out DIR]. See --help.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/build.sh"
case " $* " in
*" --out"* | *" --help "* | *" -h "*) exec "$home/bin/memory" "$@" ;;
*) exec "$home/bin/memory" --out "$PWD/memory-$(date -u +%Y%m%d-%H%M%S)" "$@" ;;
esac
