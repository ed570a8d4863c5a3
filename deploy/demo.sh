#!/usr/bin/env bash
# The main job on this machine: a Kafka broker, an embedded Flink cluster, the job and a player. See --help.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/build.sh"
. "$home/bin/environment.sh"
exec "$java" "${jvm_options[@]}" -Xmx1536m ${AMBIDEX_JVM_OPTIONS:-} \
  "-Dlog4j2.configurationFile=$home/conf/log4j2-cli.properties" "-Dambidex.home=$home" \
  -cp "$home/job/*:$home/lib/*:$home/local/*" io.ambidex.flink.cli.Ambidex demo "$@"
