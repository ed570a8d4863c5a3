// SPDX-License-Identifier: Apache-2.0
// What the server has told so far. Rows of a table are replaced from an index on.

/** How long between two rows is a gap: this many times the usual, and at least this many ms. */
const GAP_INTERVALS = 8;
const GAP_MILLIS = 20000;

/** Name of the table of the chosen stream. */
export const STREAM = "stream";

export class Store {
  constructor() {
    this.tables = new Map();
    this.chosen = null;
    this.status = null;
    this.streams = null;
    this.versions = null;
    this.happenings = null;
    this.skewMillis = 0;
  }

  /** The server's clock. */
  now() {
    return Date.now() + this.skewMillis;
  }

  tick(serverMillis) {
    this.skewMillis = serverMillis - Date.now();
  }

  patch(patch) {
    let table = this.tables.get(patch.table);
    if (!table || patch.from === 0) {
      table = { at: [], step: [], columns: new Map() };
      this.tables.set(patch.table, table);
    }
    const { from } = patch;
    table.bucketMillis = patch.bucketMillis;
    splice(table.at, from, patch.at);
    splice(table.step, from, patch.step);
    for (const [name, values] of Object.entries(patch.values)) {
      let column = table.columns.get(name);
      if (!column) {
        column = new Array(from).fill(null);
        table.columns.set(name, column);
      }
      splice(column, from, values);
    }
  }

  /** A stream whose own figures are shown, with its table; null for all streams. */
  choose(id, patch) {
    this.chosen = id;
    this.tables.delete(STREAM);
    if (patch) this.patch({ ...patch, table: STREAM });
  }

  table(name) {
    return this.tables.get(name);
  }

  /** Names of the learners with rows, main first. */
  learners() {
    return ["main", "shadow"].filter((name) => this.tables.has(name));
  }

  modalities() {
    return this.status?.learners[0]?.modalities ?? this.streams?.modalities ?? [];
  }

  learner(name) {
    return this.status?.learners.find((learner) => learner.name === name);
  }
}

function splice(array, from, values) {
  array.length = from;
  for (const value of values) array.push(value);
}

/** Where time passed without a row: index of the first row after each gap. */
export function gaps(table) {
  const { at } = table;
  const found = new Set();
  if (at.length < 3) return found;
  const steps = [];
  for (let i = 1; i < at.length; i++) steps.push(at[i] - at[i - 1]);
  const usual = [...steps].sort((a, b) => a - b)[steps.length >> 1];
  const limit = Math.max(GAP_MILLIS, GAP_INTERVALS * usual);
  steps.forEach((step, i) => {
    if (step > limit) found.add(i + 1);
  });
  return found;
}
