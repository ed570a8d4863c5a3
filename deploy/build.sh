# Sourced by the scripts beside it: sets `home` to the assembled folder, and builds it when it is missing or older than
# the sources. AMBIDEX_HOME names a folder assembled elsewhere, which is then taken as it is.
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
home=${AMBIDEX_HOME:-$repository/deploy/target/ambidex}
if [ -z "${AMBIDEX_HOME:-}" ]; then
  jar=$home/job/ambidex.jar
  if [ ! -f "$jar" ] || [ -n "$(find "$repository" -name target -prune -o \( -path '*/src/main/*' -o -name pom.xml \) \
    -type f -newer "$jar" -print -quit)" ]; then
    echo "building (mvn package, tests skipped) ..." >&2
    if ! (cd "$repository" && mvn -B -q -ntp -DskipTests package >&2); then
      echo "error: the build failed; its messages are above" >&2
      exit 1
    fi
  fi
elif [ ! -f "$home/job/ambidex.jar" ]; then
  echo "error: AMBIDEX_HOME=$home holds no job/ambidex.jar" >&2
  exit 1
fi
