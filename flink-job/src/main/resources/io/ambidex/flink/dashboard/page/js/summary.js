// SPDX-License-Identifier: Apache-2.0
// The head of the page: connection, sentence of state, remarks, figures.
import { byId, el, replace, setText } from "./dom.js";
import { modalityVariable } from "./colours.js";
import * as format from "./format.js";

const ANNOUNCE_MILLIS = 15000;
let announcedAt = 0;
let announcedTone = "";

export function renderConnection(store, connection) {
  const chip = byId("connection");
  const last = store.status?.lastMillis;
  let tone = "live";
  let text = "live";
  if (connection !== "open") {
    tone = "broken";
    text = last ? `connection lost, data up to ${format.moment(last)}` : "connecting";
  } else if (!last) {
    tone = "waiting";
    text = "no data yet";
  } else if (store.status.silent) {
    tone = "silent";
    text = `no data since ${format.moment(last)}`;
  }
  chip.dataset.tone = tone;
  setText(chip, text);
}

export function renderSummary(store) {
  const { status } = store;
  if (!status) return;
  const sentence = byId("sentence");
  setText(sentence, format.unbroken(status.sentence));
  sentence.dataset.tone = status.tone;
  document.title = `${status.sentence} · Ambidex`;
  announce(status);
  renderShadow(store);
  renderNotices(status);
  renderTiles(store);
}

/** Figures move every second; a screen reader hears a change of tone at once, the rest at times. */
function announce(status) {
  const now = Date.now();
  if (status.tone !== announcedTone || now - announcedAt > ANNOUNCE_MILLIS) {
    announcedTone = status.tone;
    announcedAt = now;
    setText(byId("announcer"), status.sentence);
  }
}

function renderShadow(store) {
  const shadow = store.learner("shadow");
  const main = store.learner("main");
  byId("shadow").hidden = !shadow;
  if (!shadow) return;
  const scores = main
    ? ` Joint accuracy ${format.percent(shadow.accuracy)} against ${format.percent(main.accuracy)}.`
    : "";
  setText(byId("shadow"), format.unbroken(`In its shadow, ${shadow.methodName}: ${lower(shadow.sentence)}${scores}`));
}

const lower = (text) => text.charAt(0).toLowerCase() + text.slice(1);

function renderNotices(status) {
  const notices = [];
  if (status.brokers) notices.push(["bad", status.brokers]);
  for (const topic of status.topics) {
    if (topic.problem) notices.push(["bad", `Topic ${topic.name} ${topic.problem}.`]);
    if (topic.unreadable > 0) {
      notices.push(["warn",
        `${format.count(topic.unreadable)} records of topic ${topic.name} could not be read and are missing here; the last: ${topic.lastUnreadable}`]);
    }
  }
  for (const notice of status.notices) notices.push(["warn", notice]);
  replace(byId("notices"), notices, () =>
    notices.map(([tone, text]) => el("p", { class: "notice", "data-tone": tone }, text)));
}

function renderTiles(store) {
  const main = store.learner("main");
  const versions = store.versions;
  const tiles = [];
  const tile = (name, value, below, swatch) => tiles.push({ name, value, below, swatch });
  if (main) {
    tile("joint accuracy", format.percent(main.accuracy), "learner", "var(--ink)");
    for (const modality of main.modalities) {
      tile(modality, format.percent(main.modalityAccuracy[modality]), "alone", modalityVariable(modality));
    }
    tile("served", format.percent(main.serving), "what users got", "var(--soft)");
    tile("step", format.count(main.step), main.methodName);
  }
  if (versions?.champion) {
    const below = [];
    if (versions.championSinceMillis) below.push(`${format.span(Math.max(0, store.now() - versions.championSinceMillis))} old`);
    if (versions.freshnessMillis !== null) below.push(`first answer after ${format.millis(versions.freshnessMillis)}`);
    tile("champion", versions.champion, below.join(", "));
  }
  if (store.status.predictions > 0) {
    tile("clips predicted", format.count(store.status.predictions),
      store.status.lagMillis === null ? "replayed" : `${format.millis(store.status.lagMillis)} behind`);
  }
  const letters = Object.values(store.happenings?.deadLetters ?? {}).reduce((a, b) => a + b, 0);
  tile("dead letters", format.count(letters), letters === 0 ? "none" : "see below");
  replace(byId("tiles"), tiles, () =>
    tiles.map((t) =>
      el("div", { class: "tile" },
        el("dt", {}, t.swatch ? el("span", { class: "swatch", swatch: t.swatch }) : null, t.name),
        el("dd", {}, t.value), el("dd", {}, t.below))));
}
