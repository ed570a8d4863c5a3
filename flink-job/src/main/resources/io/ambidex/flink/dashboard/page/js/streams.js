// SPDX-License-Identifier: Apache-2.0
// The streams, worst first; the one that is chosen is shown in detail, and lists follow it.
import { byId, el, replace, setText, table } from "./dom.js";
import { modalityVariable } from "./colours.js";
import * as format from "./format.js";

/** Which stream is chosen; null for all. */
export const selection = { stream: null };

let detail = null;

export function buildStreams(store, onChange) {
  for (const id of ["streams-clear", "filter-clear"]) {
    byId(id).addEventListener("click", () => choose(null, store, onChange));
  }
}

function choose(id, store, onChange) {
  selection.stream = id;
  detail = null;
  store.choose(id, null);
  onChange();
  if (id !== null) loadDetail(store, onChange);
}

/** Asks for the chosen stream anew. */
export async function loadDetail(store, onChange) {
  const id = selection.stream;
  if (id === null) return;
  try {
    const answer = await fetch(`streams?id=${encodeURIComponent(id)}`);
    if (selection.stream !== id) return;
    const loaded = answer.ok ? await answer.json() : null;
    if (selection.stream !== id) return;
    detail = loaded;
    store.choose(id, detail?.series ?? null);
    onChange();
  } catch (e) {
    // The connection is gone: what was loaded before stays, and the head of the page says so.
  }
}

export function renderStreams(store, onChange) {
  const { streams } = store;
  byId("streams-clear").hidden = selection.stream === null;
  byId("filter").hidden = selection.stream === null;
  setText(byId("filter-name"), selection.stream ?? "");
  if (!streams) return;
  const shown = streams.worst.length < streams.known ? `the worst ${streams.worst.length} of ${format.count(streams.known)}` : `${format.count(streams.known)}, worst first`;
  setText(byId("streams-note"), streams.known === 0 ? "none yet" : shown + (streams.forgotten > 0 ? `; ${format.count(streams.forgotten)} silent ones forgotten` : ""));
  const rows = selection.stream === null ? streams.worst : streams.worst.filter((s) => s.id === selection.stream);
  replace(byId("streams"), [rows, selection.stream], () => streamTable(rows, streams.modalities, store, onChange));
  renderDetail(store);
}

function streamTable(rows, modalities, store, onChange) {
  if (rows.length === 0) return el("p", { class: "note" }, "No clip has been predicted yet.");
  return table("Streams, worst first", [
    {
      head: "stream id", class: "name",
      cell: (s) => el("button", {
        type: "button", class: "link", "data-key": s.id, onclick: () => choose(s.id, store, onChange),
        "aria-pressed": String(s.id === selection.stream), title: "show this stream alone",
      }, s.id),
    },
    { head: "accuracy", number: true, cell: (s) => format.percent(s.accuracy) },
    ...modalities.map((modality) => ({
      head: `${modality} missing`, number: true,
      cell: (s) => [format.percent(s.missing[modality]), meter(s.missing[modality] ?? 0, modalityVariable(modality))],
    })),
    { head: "skew", number: true, cell: (s) => format.signedMillis(s.skewMillis) },
    { head: "out of tolerance", number: true, cell: (s) => [format.percent(s.skewExceeded), meter(s.skewExceeded, "var(--bad)")] },
    { head: "clips", number: true, cell: (s) => format.count(s.clips) },
    { head: "last", number: true, cell: (s) => format.moment(s.lastAtMillis) },
  ], rows, (s) => ({ "aria-current": s.id === selection.stream ? "true" : null }));
}

function meter(share, colour) {
  const bar = el("i");
  bar.style.width = `${Math.round(100 * Math.min(1, Math.max(0, share)))}%`;
  return el("span", { class: "meter", swatch: colour, "aria-hidden": "true" }, bar);
}

function renderDetail(store) {
  const shown = selection.stream === null ? null : detail;
  replace(byId("stream-detail"), [selection.stream, shown?.clips], () => {
    if (selection.stream === null) return [];
    if (!shown) return [el("p", { class: "note" }, "Nothing more is known of this stream.")];
    return [
      el("p", { class: "note" }, "Last clips of ", el("b", { class: "mono" }, shown.stream.id)),
      table("Last clips of the chosen stream", [
        { head: "predicted", cell: (c) => format.moment(c.atMillis) },
        { head: "class", class: "name", cell: (c) => c.label },
        { head: "confidence", number: true, cell: (c) => format.percent(c.confidence) },
        { head: "missing", cell: (c) => c.missing.join(", ") || format.NONE },
        { head: "skew", number: true, cell: (c) => format.signedMillis(c.skewMillis) },
        { head: "version", number: true, cell: (c) => c.version },
      ], shown.clips),
    ];
  });
}
