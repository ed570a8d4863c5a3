// SPDX-License-Identifier: Apache-2.0
// Which charts there are, in the order in which a person asks.
import { el, setText } from "./dom.js";
import * as colours from "./colours.js";
import * as format from "./format.js";
import { Plot } from "./plot.js";
import { plotTable } from "./plottable.js";
import { STREAM } from "./store.js";

const SHADOW_DASH = [5, 4];
const OWN_FIGURES = 12;
const unit = (min, max) => [Math.min(0, min ?? 0), Math.max(1, max ?? 1)];
const aroundZero = (min, max) => [Math.min(0, min ?? 0) - 10, Math.max(0, max ?? 0) + 10];
const fromZero = (min, max) => [0, (max || 1) * 1.1];

/** One line per learner and modality; the shadow's are dashed. */
function perModality(store, figure, map) {
  return store.learners().flatMap((learner) =>
    store.modalities().map((modality) => ({
      label: suffixed(modality, learner), table: learner, column: `${figure}/${modality}`,
      colour: () => lineColour(colours.modality(modality), learner), dash: dashOf(learner), map: map?.(modality),
    })),
  );
}

function perLearner(store, label, column, colour = colours.ink) {
  return store.learners().map((learner) => ({
    label: suffixed(label, learner), table: learner, column, width: 2.25,
    colour: () => lineColour(colour(), learner), dash: dashOf(learner),
  }));
}

/** The same of the chosen stream: one table holds the figures of all learners. */
function ofStream(store, label, figure, modality, width) {
  return store.learners().map((learner) => ({
    label: suffixed(label, learner), table: STREAM,
    column: figure + (modality ? `/${modality}` : "") + (learner === "main" ? "" : `@${learner}`), width,
    colour: () => lineColour(modality ? colours.modality(modality) : colours.ink(), learner), dash: dashOf(learner),
  }));
}

function accuracies(store) {
  if (store.chosen !== null) {
    return [
      ...ofStream(store, "joint", "accuracy", null, 2.25),
      ...store.modalities().flatMap((modality) => ofStream(store, modality, "accuracy", modality)),
    ];
  }
  return [
    ...perLearner(store, "joint", "accuracy"),
    ...perModality(store, "accuracy"),
    { label: "served", table: "main", column: "serving", colour: colours.soft, dash: [2, 3] },
  ];
}

/** What comes in is the same for all learners. */
const inputTable = (store) => (store.chosen === null ? "main" : STREAM);

const suffixed = (label, learner) => (learner === "main" ? label : `${label} (${learner})`);
const dashOf = (learner) => (learner === "main" ? null : SHADOW_DASH);
const lineColour = (colour, learner) => (learner === "main" ? colour : colours.faded(colour, 0.75));

/** The prime learning window: a band per modality at the top, the whole height in a faint shade. */
function shadePrimeWindow(u, store) {
  const table = store.table("main");
  if (!table) return;
  const { ctx } = u;
  const { left, top, width, height } = u.bbox;
  const lane = 5 * devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, height);
  ctx.clip();
  store.modalities().forEach((modality, m) => {
    const open = table.columns.get(`window/${modality}`);
    if (!open) return;
    for (const [from, to] of stretches(table, open)) {
      const a = u.valToPos(from / 1000, "x", true);
      const b = Math.max(a + 1, u.valToPos(to / 1000, "x", true));
      ctx.fillStyle = colours.faded(colours.modality(modality), 0.1);
      ctx.fillRect(a, top, b - a, height);
      ctx.fillStyle = colours.modality(modality);
      ctx.fillRect(a, top + m * (lane + 2), b - a, lane);
    }
  });
  ctx.restore();
}

function stretches(table, open) {
  const found = [];
  let from = null;
  table.at.forEach((at, i) => {
    const is = (open[i] ?? 0) >= 0.5;
    if (is && from === null) from = at;
    if (!is && from !== null) {
      found.push([from, at]);
      from = null;
    }
  });
  if (from !== null) found.push([from, table.at[table.at.length - 1] + table.bucketMillis]);
  return found;
}

/** A dotted line where both sides are equal. */
function lineAt(value) {
  return (u) => {
    const { ctx } = u;
    const y = u.valToPos(value, "y", true);
    if (y < u.bbox.top || y > u.bbox.top + u.bbox.height) return;
    ctx.save();
    ctx.strokeStyle = colours.soft();
    ctx.setLineDash([2, 4]);
    ctx.beginPath();
    ctx.moveTo(u.bbox.left, y);
    ctx.lineTo(u.bbox.left + u.bbox.width, y);
    ctx.stroke();
    ctx.restore();
  };
}

/** Per second over the last moments: what comes in batches would be a saw. */
const RATE_MILLIS = 15000;
const rate = (column) => (value, table, row) => {
  const values = table.columns.get(column);
  const end = table.at[row] + table.bucketMillis;
  let sum = 0;
  let first = row;
  while (first >= 0 && table.at[first] > end - Math.max(RATE_MILLIS, table.bucketMillis) - 1) {
    sum += values[first] ?? 0;
    first--;
  }
  const from = first < 0 ? table.at[0] : end - Math.max(RATE_MILLIS, table.bucketMillis);
  return (1000 * sum) / Math.max(1000, end - from);
};

/** Measured on single mini-batches: the mean of the last ones. */
const MEASURED = 16;
const recentMean = (figure) => (modality) => (value, table, row) => {
  const values = table.columns.get(`${figure}/${modality}`);
  let sum = 0;
  let count = 0;
  for (let i = row; i >= 0 && count < MEASURED; i--) {
    if (values[i] !== null && values[i] !== undefined) {
      sum += values[i];
      count++;
    }
  }
  return sum / count;
};

const CARDS = [
  {
    id: "accuracy", wide: true, title: "Prequential accuracy", perStream: true,
    note: "every example is scored before it is trained on; triangles are model versions",
    plots: [{
      title: "Prequential accuracy", height: 250, marks: true, range: unit,
      tick: (v) => format.percent(v), format: (v) => format.percent(v, 1),
      empty: (store) => store.chosen === null ? "Nothing measured yet" : "No example of this stream has been labelled yet",
      series: accuracies,
    }],
  },
  {
    id: "contribution", title: "Contribution",
    note: "Shapley value of each modality: its part of the joint accuracy",
    plots: [{
      title: "Contribution", height: 296, tick: (v) => format.percent(v), format: (v) => format.percent(v, 1),
      empty: "The job's monitor records hold no contributions",
      before: lineAt(0), range: (min, max) => [Math.min(0, min ?? 0), (max || 1) * 1.1],
      series: (store) => perModality(store, "contribution", recentMean("contribution")),
    }],
  },
  {
    id: "ratio", title: "Discrepancy ratio",
    note: "above 1 a modality leads",
    plots: [
      {
        title: "Discrepancy ratio", height: 130, log: true, around: 1, before: lineAt(1),
        tick: format.figure, format: format.ratio,
        series: (store) => perModality(store, "ratio"),
      },
      {
        title: "Modulation", subtitle: "what the method does about it: coefficient of the gradient, or strength of the pull",
        height: 105, range: fromZero, tick: format.figure, format: format.figure,
        empty: "This method neither scales nor pulls gradients",
        series: (store) => [...perModality(store, "coefficient"), ...pulls(store)],
      },
    ],
  },
  {
    id: "fisher", title: "Fisher trace",
    note: "how much each encoder still learns; shaded while its prime learning window is open",
    plots: [{
      title: "Fisher trace", log: true, before: shadePrimeWindow, tick: format.figure, format: format.figure,
      series: (store) => perModality(store, "fisher"),
    }],
  },
  {
    id: "gradient", title: "Gradient norm", note: "of each encoder, as the optimizer gets it",
    plots: [{
      title: "Gradient norm", log: true, tick: format.figure, format: format.figure,
      series: (store) => perModality(store, "gradient"),
    }],
  },
  {
    id: "input", title: "Skew and gaps", perStream: true,
    note: "how far the sound is behind the picture, and how often a modality is missing",
    plots: [
      {
        title: "Skew", height: 130, range: aroundZero, before: lineAt(0),
        tick: format.signedMillis, format: format.signedMillis, empty: "No skew could be measured",
        series: (store) => [{ label: "skew", table: inputTable(store), column: "skew", colour: colours.accent }],
      },
      {
        title: "Missing", subtitle: "share of clips without the modality", height: 105, range: unit,
        tick: (v) => format.percent(v), format: (v) => format.percent(v, 1),
        series: (store) => store.modalities().map((modality) => ({
          label: modality, table: inputTable(store), column: `missing/${modality}`,
          colour: () => colours.modality(modality), map: recentMean("missing")(modality),
        })),
      },
    ],
  },
  {
    id: "throughput", title: "Throughput and lag", note: "clips per second",
    plots: [
      {
        title: "Throughput", height: 130, range: fromZero, tick: format.figure, format: (v) => `${format.figure(v)} /s`,
        series: () => [
          { label: "predicted", table: "serving", column: "predictions", colour: colours.accent, map: rate("predictions") },
          { label: "trained", table: "main", column: "examples", colour: colours.ink, map: rate("examples") },
        ],
      },
      {
        title: "Lag", subtitle: "from the end of a clip to its prediction", height: 105, range: fromZero,
        tick: format.millis, format: format.millis, empty: "Clips are replayed: they have no lag",
        series: () => [{ label: "lag", table: "serving", column: "lag", colour: colours.accent }],
      },
    ],
  },
  {
    id: "own", wide: true, title: "The method's own figures", note: "",
    plots: [{
      title: "The method's own figures", height: 296, tick: format.figure, format: format.figure,
      empty: "This method reports none",
      series: (store) => ownFigures(store),
    }],
  },
];

/** A method that pulls instead of scaling reports its strength among its own figures. */
function pulls(store) {
  const names = [...(store.table("main")?.columns.keys() ?? [])];
  return store.modalities().flatMap((modality) => {
    const column = names.find((n) => n.startsWith("own/") && n.endsWith(`regulation.${modality}`));
    return column
      ? [{ label: `pull on ${modality}`, table: "main", column, colour: () => colours.modality(modality), dash: [2, 3] }]
      : [];
  });
}

function ownFigures(store) {
  const names = [...(store.table("main")?.columns.keys() ?? [])].filter((n) => n.startsWith("own/")).sort();
  return names.slice(0, OWN_FIGURES).map((column, i) => {
    const modality = store.modalities().find((m) => column.endsWith(`.${m}`));
    return {
      label: column.slice(4), table: "main", column,
      colour: () => (modality ? colours.modality(modality) : colours.soft()),
      dash: i % 3 === 1 ? [6, 3] : i % 3 === 2 ? [2, 3] : null,
    };
  });
}

/** Builds the cards; returns what draws them anew. */
export function buildCharts(container, store, onSelectVersion) {
  const plots = [];
  const scopes = [];
  for (const card of CARDS) {
    const built = card.plots.map((spec) => new Plot(spec, store, onSelectVersion));
    const body = el("div", {}, built.flatMap((plot) => [
      plot.spec.subtitle ? el("p", { class: "plot-title" }, plot.spec.subtitle) : null,
      plot.root,
    ]).filter(Boolean));
    const tables = el("div", { class: "scroll", hidden: true });
    const toggle = el("button", {
      type: "button", class: "quiet", "aria-pressed": "false",
      onclick: () => {
        tables.hidden = !tables.hidden;
        body.hidden = !tables.hidden;
        toggle.setAttribute("aria-pressed", String(!tables.hidden));
        if (!tables.hidden) tables.replaceChildren(...built.map((plot) => plotTable(plot)));
      },
    }, "Table");
    const scope = el("span", { class: "tag", hidden: true });
    scopes.push({ scope, perStream: card.perStream });
    container.append(
      el("section", { class: card.wide ? "card wide" : "card", id: `card-${card.id}`, "aria-labelledby": `title-${card.id}` },
        el("div", { class: "card-head" },
          el("h2", { id: `title-${card.id}` }, card.title), scope, el("span", { class: "grow" }), toggle,
          el("p", { class: "note full" }, card.note)),
        body, tables),
    );
    plots.push(...built);
  }
  return () => {
    scopes.forEach(({ scope, perStream }) => showScope(scope, perStream, store.chosen));
    plots.forEach((plot) => plot.render());
  };
}

/** With a stream chosen every chart says whether it follows: learning is of all streams together. */
function showScope(scope, perStream, chosen) {
  scope.hidden = chosen === null;
  setText(scope, perStream ? "this stream" : "all streams");
  scope.dataset.tone = perStream ? "good" : "";
  scope.title = perStream ? `of ${chosen} alone` : "not measured for each stream alone";
}
