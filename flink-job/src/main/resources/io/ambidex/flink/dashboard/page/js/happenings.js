// SPDX-License-Identifier: Apache-2.0
// Alerts, dead letters, the ledger's counters and the topics.
import { byId, el, replace, setText, table } from "./dom.js";
import * as format from "./format.js";
import { selection } from "./streams.js";

const TONES = { info: null, warning: "warn", critical: "bad" };

const LEDGER_NAMES = {
  admitted: "trained on", pending: "waiting for a batch", evaluationOnly: "evaluated only", heldOut: "held out",
  replayed: "trained on again", ambiguous: "ambiguous labels", expired: "expired", skippedSteps: "skipped steps",
  nonRepeatableDecisions: "non-repeatable decisions",
};

export function renderHappenings(store) {
  if (store.happenings) {
    renderAlerts(store.happenings);
    renderLetters(store.happenings);
    renderLedger(store.happenings.ledger);
  }
  if (store.status) renderTopics(store);
}

function renderAlerts({ alerts, lastAlerts }) {
  setText(byId("alerts-note"), counted(alerts));
  const shown = ofSelection(lastAlerts, (alert) => Object.values(alert.attributes));
  replace(byId("alerts"), [shown, selection.stream], () => list(shown, selection.stream === null ? "No alerts." : "None names this stream.", (alert) => [
    el("div", { class: "meta" }, el("span", { class: "tag", "data-tone": TONES[alert.severity] ?? null }, alert.severity),
      el("span", {}, alert.kind), el("span", {}, format.moment(alert.atMillis))),
    alert.message,
  ]));
}

function renderLetters({ deadLetters, lastDeadLetters }) {
  setText(byId("letters-note"), counted(deadLetters));
  const shown = ofSelection(lastDeadLetters, (letter) => [letter.key]);
  replace(byId("letters"), [shown, selection.stream], () => list(shown, selection.stream === null ? "No input was refused." : "No input of this stream was refused.", (letter) => [
    el("div", { class: "meta" }, el("span", { class: "tag", "data-tone": "warn" }, letter.stage),
      el("span", { class: "mono" }, `${letter.topic}/${letter.partition} @ ${letter.offset}`),
      letter.key === null ? null : el("span", { class: "mono" }, letter.key), format.moment(letter.atMillis)),
    letter.reason,
  ]));
}

function renderLedger(ledger) {
  const names = Object.keys(LEDGER_NAMES).filter((name) => name in ledger);
  replace(byId("ledger"), ledger, () =>
    names.length === 0
      ? [el("div", {}, el("dt", {}, "No version has been published yet."))]
      : names.map((name) => el("div", {}, el("dt", {}, LEDGER_NAMES[name]), el("dd", {}, format.count(ledger[name])))));
}

function renderTopics(store) {
  const { topics } = store.status;
  replace(byId("topics"), topics, () => table("Topics that are followed", [
    { head: "topic", class: "name mono", cell: (t) => t.name },
    {
      head: "state",
      cell: (t) => t.problem ? el("span", { class: "tag", "data-tone": "bad" }, t.problem)
        : t.behind > 0 ? `${format.count(t.behind)} to read` : "followed",
    },
    { head: "records", number: true, cell: (t) => format.count(t.records) },
    { head: "unreadable", number: true, cell: (t) => format.count(t.unreadable) },
    { head: "last", number: true, cell: (t) => format.moment(t.lastAtMillis) },
  ], topics));
}

/** Those that concern the chosen stream, or all. */
function ofSelection(items, texts) {
  return selection.stream === null ? items : items.filter((item) => texts(item).includes(selection.stream));
}

const counted = (counts) => Object.entries(counts).sort().map(([kind, n]) => `${format.count(n)} ${kind}`).join(", ");

const list = (items, empty, show) =>
  items.length === 0 ? el("p", { class: "note" }, empty) : el("ul", { class: "list" }, items.map((item) => el("li", {}, show(item))));
