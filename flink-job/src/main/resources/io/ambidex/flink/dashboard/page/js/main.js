// SPDX-License-Identifier: Apache-2.0
// Puts the page together: what has changed is drawn with the next frame, each part for itself.
import { byId, setText } from "./dom.js";
import { learnModalities } from "./colours.js";
import { Store } from "./store.js";
import { connect } from "./connection.js";
import { buildCharts } from "./charts.js";
import { renderConnection, renderSummary } from "./summary.js";
import { buildStreams, loadDetail, renderStreams } from "./streams.js";
import { buildVersions, renderVersions, showProvenance } from "./versions.js";
import { buildControl } from "./control.js";
import { renderHappenings } from "./happenings.js";

const DETAIL_MILLIS = 3000;

const store = new Store();
let connection = "connecting";
let controlBuilt = false;
let scheduled = false;

const renderCharts = buildCharts(byId("charts"), store, showProvenance);
buildStreams(store, schedule);
buildVersions();

/** A part that fails says so and leaves the others alone. */
const parts = [
  () => renderConnection(store, connection),
  () => renderSummary(store),
  () => renderCharts(),
  () => renderStreams(store, schedule),
  () => renderVersions(store),
  () => renderHappenings(store),
  () => buildControlOnce(),
];

/** The form begins with the method that runs: it waits for the first words of the job. */
function buildControlOnce() {
  if (!controlBuilt && store.status) {
    controlBuilt = true;
    buildControl(store);
  }
}

function schedule() {
  if (!scheduled) {
    scheduled = true;
    requestAnimationFrame(render);
  }
}

function render() {
  scheduled = false;
  learnModalities(store.modalities());
  for (const part of parts) {
    try {
      part();
    } catch (error) {
      console.error(error);
      byId("connection").dataset.tone = "broken";
      setText(byId("connection"), `a part of this page has failed: ${error.message}`);
    }
  }
}

byId("range").addEventListener("change", (event) => {
  store.rangeSeconds = Number(event.target.value);
  schedule();
});

const theme = byId("theme");
function nameTheme() {
  const dark = document.documentElement.dataset.theme === "dark";
  theme.setAttribute("aria-pressed", String(dark));
  setText(theme, dark ? "Light" : "Dark");
}
theme.addEventListener("click", () => window.ambidexTheme.toggle());
document.addEventListener("themechange", nameTheme);
nameTheme();

setInterval(() => loadDetail(store, schedule), DETAIL_MILLIS);
connect(store, schedule, (state) => {
  connection = state;
  schedule();
});
