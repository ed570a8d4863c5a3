#!/usr/bin/env bash
# Kills brokers, job managers and task managers under load, and checks that nothing is lost, doubled or trained on
# twice: chaos.sh [--minutes N] [--seed S] [--clips N] [--kills N] [--burst RATE] [--out DIR]. See --help.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/build.sh"
case " $* " in
*" --out"* | *" --help "* | *" -h "*) exec "$home/bin/chaos" "$@" ;;
*) exec "$home/bin/chaos" --out "$PWD/chaos-$(date -u +%Y%m%d-%H%M%S)" "$@" ;;
esac
