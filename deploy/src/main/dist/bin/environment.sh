# Sourced by every script that starts a JVM: finds Java, and sets what libtorch needs to be fast and offline.

if [ -n "${JAVA_HOME:-}" ]; then java=$JAVA_HOME/bin/java; else java=$(command -v java || true); fi
if [ ! -x "$java" ]; then
  echo "error: no Java found: install JDK 17 or set JAVA_HOME" >&2
  exit 1
fi

# Without these two DJL asks a cloud's metadata address and may try to download natives.
export DJL_OFFLINE=true OPT_OUT_TRACKING=true

# The native allocator decides more of the training speed than anything else. glibc's defaults return memory to the
# kernel at every step; these keep it. tcmalloc, or jemalloc with its decay off, is as good or better: taken when found.
export MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-1}
export MALLOC_MMAP_MAX_=${MALLOC_MMAP_MAX_:-0}
export MALLOC_TRIM_THRESHOLD_=${MALLOC_TRIM_THRESHOLD_:-17179869184}
export MALLOC_TOP_PAD_=${MALLOC_TOP_PAD_:-134217728}
export GLIBC_TUNABLES=${GLIBC_TUNABLES:-glibc.malloc.hugetlb=1}
if [ "$(uname -s)" = Linux ] && [ -z "${LD_PRELOAD:-}" ]; then
  for allocator in /usr/lib/*-linux-gnu/libtcmalloc_minimal.so.4 /usr/lib64/libtcmalloc_minimal.so.4 \
    /usr/lib/*-linux-gnu/libjemalloc.so.2 /usr/lib64/libjemalloc.so.2; do
    if [ -r "$allocator" ]; then
      export LD_PRELOAD=$allocator
      export MALLOC_CONF=${MALLOC_CONF:-dirty_decay_ms:-1,muzzy_decay_ms:-1,thp:always,metadata_thp:auto}
      break
    fi
  done
fi

# What Flink's serializers and its client reach into.
jvm_options=(
  --add-opens=java.base/java.lang=ALL-UNNAMED
  --add-opens=java.base/java.net=ALL-UNNAMED
  --add-opens=java.base/java.nio=ALL-UNNAMED
  --add-opens=java.base/java.time=ALL-UNNAMED
  --add-opens=java.base/java.util=ALL-UNNAMED
  --add-opens=java.base/java.util.concurrent=ALL-UNNAMED
  --add-opens=java.base/sun.nio.ch=ALL-UNNAMED
  -XX:+UseSerialGC
  "-Djna.tmpdir=${TMPDIR:-/tmp}"
)
