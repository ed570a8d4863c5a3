// SPDX-License-Identifier: Apache-2.0
// The model versions, newest first, and where one comes from.
import { byId, el, replace, setText, table } from "./dom.js";
import * as format from "./format.js";

const SHOWN = 40;

export function buildVersions() {
  const dialog = byId("provenance");
  byId("provenance-close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}

export function renderVersions(store) {
  const { versions } = store;
  if (!versions) return;
  const all = [...versions.versions].reverse();
  setText(byId("versions-note"), all.length === 0 ? "none yet" : `${format.count(all.length)}; choose one to see where it comes from`);
  replace(byId("versions"), all.slice(0, SHOWN), () => versionTable(all.slice(0, SHOWN)));
}

function versionTable(rows) {
  if (rows.length === 0) return el("p", { class: "note" }, "No version has been published yet.");
  return table("Model versions, newest first", [
    {
      head: "version",
      cell: (v) => [
        el("button", { type: "button", class: "link number", "data-key": v.version, onclick: () => showProvenance(v) }, v.version),
        ...v.roles.map((role) => [" ", el("span", { class: "tag", "data-tone": role === "champion" ? "good" : null }, role)]).flat(),
      ],
    },
    { head: "step", number: true, cell: (v) => format.count(v.step) },
    { head: "method", cell: (v) => v.provenance?.method ?? format.NONE },
    { head: "examples", number: true, cell: (v) => (v.endExample === null ? format.NONE : format.count(v.endExample)) },
    { head: "made", number: true, cell: (v) => format.moment(v.createdAtMillis) },
    { head: "first answer after", number: true, cell: (v) => format.millis(v.freshnessMillis) },
    { head: "size", number: true, cell: (v) => format.bytes(v.sizeBytes) },
  ], rows);
}

/** Opens the dialog with all that was published with a version. */
export function showProvenance(version) {
  setText(byId("provenance-title"), `Version ${version.version}`);
  const rows = [
    ["model", version.model],
    ["digest", version.digest],
    ["signed", version.signed ? "yes" : "no"],
    ["examples", version.endExample === null ? format.NONE : `${format.count(version.firstExample)} to ${format.count(version.endExample)}`],
    ...flattened(version.provenance ?? {}),
  ];
  byId("provenance-body").replaceChildren(
    el("table", {}, el("caption", { class: "unseen" }, "Provenance"),
      el("tbody", {}, rows.map(([name, value]) =>
        el("tr", {}, el("th", { scope: "row" }, name), el("td", { class: "mono" }, value))))));
  byId("provenance").showModal();
}

/** Nested names joined by dots; lists in one line; what ends in Millis as a time. */
function flattened(value, prefix = "") {
  return Object.entries(value ?? {}).flatMap(([key, inner]) => {
    const name = prefix + key;
    if (Array.isArray(inner)) return [[name, inner.join(", ")]];
    if (inner !== null && typeof inner === "object") return flattened(inner, `${name}.`);
    if (key.endsWith("Millis")) return [[name.slice(0, -"Millis".length), format.moment(inner)]];
    return [[name, inner === null ? format.NONE : String(inner)]];
  });
}
