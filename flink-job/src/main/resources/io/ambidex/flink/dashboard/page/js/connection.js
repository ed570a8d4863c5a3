// SPDX-License-Identifier: Apache-2.0
// Server-sent events. The browser connects again by itself; the server then tells everything anew.

const QUIET_MILLIS = 6000;
const AGAIN_MILLIS = 4000;

/** Feeds the store and calls back after every event; onState is told connecting, open or broken. */
export function connect(store, onChange, onState) {
  let source;
  let lastMillis = Date.now();

  const parts = {
    series: (data) => store.patch(data),
    status: (data) => (store.status = data),
    streams: (data) => (store.streams = data),
    versions: (data) => (store.versions = data),
    happenings: (data) => (store.happenings = data),
    tick: (data) => store.tick(data),
  };

  function open() {
    source = new EventSource("events");
    source.addEventListener("open", () => onState("open"));
    source.addEventListener("error", () => {
      onState("broken");
      // A refused connection is final for the browser, but not for us.
      if (source.readyState === EventSource.CLOSED) setTimeout(open, AGAIN_MILLIS);
    });
    for (const [name, take] of Object.entries(parts)) {
      source.addEventListener(name, (event) => {
        lastMillis = Date.now();
        take(JSON.parse(event.data));
        onChange(name);
      });
    }
  }

  // A connection may die without a word: the server ticks every second.
  setInterval(() => {
    if (Date.now() - lastMillis > QUIET_MILLIS && source.readyState === EventSource.OPEN) {
      lastMillis = Date.now();
      source.close();
      onState("broken");
      open();
    }
  }, 1000);

  open();
}
