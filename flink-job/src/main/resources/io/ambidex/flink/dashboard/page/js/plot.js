// SPDX-License-Identifier: Apache-2.0
// One plot over time: a thin layer over uPlot that draws series of several tables on one axis.
import { el, setText } from "./dom.js";
import * as colours from "./colours.js";
import * as format from "./format.js";
import { gaps } from "./store.js";

/* global uPlot */

const HEIGHT = 190;
const NARROW = 480;
const AXIS_WIDTH = 54;
const FONT = "12px system-ui, sans-serif";
const sync = uPlot.sync("time");

/**
 * spec: {
 *   series(store): [{label, table, column, colour(), dash, width, map(value)}],
 *   log, range(min, max), format(value), height, empty,
 *   before(u, store): drawn under the lines, marks: whether versions are drawn
 * }
 */
export class Plot {
  constructor(spec, store, onSelectVersion) {
    this.spec = spec;
    this.store = store;
    this.onSelectVersion = onSelectVersion;
    this.legend = el("ul", { class: "legend" });
    this.canvas = el("div", { class: "canvas", role: "img" });
    this.root = el("div", { class: "plot" }, this.legend, this.canvas);
    this.signature = null;
    this.uplot = null;
    document.addEventListener("themechange", () => this.rebuild());
    new ResizeObserver(() => this.resize()).observe(this.canvas);
  }

  rebuild() {
    this.signature = null;
    this.render();
  }

  resize() {
    const width = this.canvas.clientWidth;
    if (this.uplot && width > 0 && width !== this.uplot.width) {
      this.uplot.setSize({ width, height: this.height() });
      this.placeMarks();
    }
  }

  height() {
    // On a phone a tall plot leaves no room for the next one.
    const wanted = this.spec.height ?? HEIGHT;
    return this.canvas.clientWidth < NARROW ? Math.min(wanted, HEIGHT) : wanted;
  }

  render() {
    const series = this.spec.series(this.store).filter((s) => this.column(s)?.some((v) => v !== null));
    const signature = JSON.stringify(series.map((s) => [s.label, s.table, s.column, s.colour()]));
    if (signature !== this.signature) {
      this.signature = signature;
      this.build(series);
    }
    if (this.uplot) {
      this.uplot.setData(this.data(), false);
      this.setRange();
      this.showValues();
      this.placeMarks();
    }
  }

  column(series) {
    return this.store.table(series.table)?.columns.get(series.column);
  }

  build(series) {
    this.uplot?.destroy();
    this.uplot = null;
    this.series = series;
    this.marks = [];
    this.values = series.map(() => el("b", {}, ""));
    this.legend.replaceChildren(
      ...series.map((s, i) =>
        el("li", {}, el("span", { class: s.dash ? "swatch dashed" : "swatch", swatch: s.colour() }), s.label, this.values[i]),
      ),
    );
    if (series.length === 0) {
      this.canvas.replaceChildren(el("div", { class: "empty" }, this.emptyText()));
      return;
    }
    this.canvas.replaceChildren();
    this.uplot = new uPlot(this.options(series), this.data(), this.canvas);
  }

  emptyText() {
    const { empty } = this.spec;
    return (typeof empty === "function" ? empty(this.store) : empty) ?? "Nothing measured yet";
  }

  options(series) {
    const axis = {
      stroke: colours.soft(), font: FONT,
      grid: { stroke: colours.grid(), width: 1 }, ticks: { show: false },
    };
    return {
      width: Math.max(200, this.canvas.clientWidth),
      height: this.height(),
      padding: [8, 18, 0, 0],
      legend: { show: false },
      cursor: {
        sync: { key: sync.key, setSeries: false },
        drag: { x: false, y: false },
        points: { size: 6 },
        y: false,
      },
      scales: {
        x: { time: true, auto: false, range: (u, min, max) => [min, max] },
        y: this.spec.log
          ? { distr: 3, range: (u, min, max) => logRange(min, max, this.spec.around) }
          : { range: (u, min, max) => (this.spec.range ?? padded)(min, max) },
      },
      axes: [
        { ...axis, size: 28, space: 76, values: timeTicks },
        {
          ...axis, size: AXIS_WIDTH, space: 34,
          splits: this.spec.log ? logSplits : undefined,
          values: (u, ticks) => ticks.map((v) => (v === null ? "" : this.spec.tick(v))),
        },
      ],
      series: [
        {},
        ...series.map((s) => ({
          label: s.label, stroke: s.colour(), width: s.width ?? 1.75, dash: s.dash ?? undefined,
          points: { show: (u) => u.data[0].length < 3 },
        })),
      ],
      hooks: {
        drawClear: [(u) => this.spec.before?.(u, this.store)],
        setCursor: [() => this.showValues()],
      },
    };
  }

  /** All series on the union of their times; a gap in time is a gap in the line. */
  data() {
    const parts = [];
    for (const name of new Set(this.series.map((s) => s.table))) {
      const table = this.store.table(name);
      const breaks = gaps(table);
      const columns = this.series.filter((s) => s.table === name);
      const part = [[], ...columns.map(() => [])];
      for (let i = 0; i < table.at.length; i++) {
        if (breaks.has(i)) {
          part[0].push((table.at[i - 1] + table.bucketMillis) / 1000);
          columns.forEach((c, k) => part[k + 1].push(null));
        }
        part[0].push(table.at[i] / 1000);
        columns.forEach((c, k) => part[k + 1].push(this.value(c, table, i)));
      }
      parts.push({ part, columns });
    }
    const joined = parts.length === 1 ? parts[0].part : uPlot.join(parts.map((p) => p.part));
    const inOrder = parts.flatMap((p) => p.columns);
    return [joined[0], ...this.series.map((s) => joined[inOrder.indexOf(s) + 1])];
  }

  /** undefined is "nothing here, go on to the next"; null would break the line. */
  value(series, table, row) {
    const raw = table.columns.get(series.column)?.[row];
    if (raw === null || raw === undefined) return undefined;
    const value = series.map ? series.map(raw, table, row) : raw;
    return this.spec.log && !(value > 0) ? undefined : value;
  }

  setRange() {
    const [from, to] = this.window();
    this.uplot.setScale("x", { min: from, max: to });
  }

  /** Up to now while the job runs, so that a silence is seen as one. */
  window() {
    const first = Math.min(...[...this.store.tables.values()].filter((t) => t.at.length).map((t) => t.at[0]));
    const to = this.store.now() / 1000;
    const wanted = Number(this.store.rangeSeconds ?? 0);
    const from = wanted > 0 ? to - wanted : Math.min(first / 1000, to - 30);
    return [from, to];
  }

  /** The values under the cursor, or the last ones. */
  showValues() {
    if (!this.uplot) return;
    const index = this.uplot.cursor.idx;
    this.series.forEach((s, i) => {
      const values = this.uplot.data[i + 1];
      setText(this.values[i], this.spec.format(index === null || index === undefined ? lastOf(values) : nearest(values, index)));
    });
    const last = this.series.map((s, i) => `${s.label} ${this.spec.format(lastOf(this.uplot.data[i + 1]))}`);
    this.canvas.setAttribute("aria-label", `${this.spec.title}: ${last.join(", ")}`);
  }

  placeMarks() {
    if (!this.spec.marks || !this.uplot) return;
    for (const mark of this.marks) mark.remove();
    this.marks = [];
    const versions = this.store.versions;
    if (!versions) return;
    const width = this.uplot.over.clientWidth;
    let right = Infinity;
    for (const version of [...versions.versions].reverse()) {
      const champion = version.version === versions.champion;
      const x = this.uplot.valToPos(version.createdAtMillis / 1000, "x");
      if (x < 0 || x > width || (right - x < 10 && !champion)) continue;
      right = x;
      const mark = el("button", {
        type: "button", class: "mark", "data-champion": champion, tabindex: champion ? 0 : -1,
        title: `version ${version.version}, step ${version.step}${champion ? ", champion" : ""}`,
        "aria-label": `Version ${version.version}: show its provenance`,
        onclick: () => this.onSelectVersion(version),
      });
      mark.style.left = `${x}px`;
      this.uplot.over.append(mark);
      this.marks.push(mark);
    }
  }
}

function lastOf(values) {
  for (let i = values.length - 1; i >= 0; i--) if (values[i] !== null && values[i] !== undefined) return values[i];
  return null;
}

/** The value at an index; where another table has rows in between, the one before. */
function nearest(values, index) {
  for (let i = index; i >= 0 && i > index - 12; i--) {
    if (values[i] === null) return null;
    if (values[i] !== undefined) return values[i];
  }
  return null;
}

/** One line: hours and minutes, seconds where they tell ticks apart, days where ticks are days. */
function timeTicks(u, ticks, axis, space, step) {
  return ticks.map((t) => (step >= 86400 ? format.day(1000 * t) : format.timeOfDay(1000 * t, step < 60)));
}

/** 1, 2 and 5 of each power of ten, or the powers alone where there is no room. */
function logSplits(u, axis, min, max) {
  const all = [];
  for (let power = Math.floor(Math.log10(min)); power <= Math.ceil(Math.log10(max)); power++) {
    for (const digit of [1, 2, 5]) all.push(Number(`${digit}e${power}`));
  }
  const inside = all.filter((v) => v >= min && v <= max);
  const most = Math.max(2, u.height / 40);
  if (inside.length <= most) return inside;
  const powers = inside.filter((v) => Number.isInteger(Math.round(1e6 * Math.log10(v)) / 1e6));
  const stride = Math.ceil(powers.length / most);
  return powers.filter((v, i) => i % stride === 0);
}

function padded(min, max) {
  if (min === null || min === undefined) return [0, 1];
  const room = (max - min || Math.abs(max) || 1) * 0.08;
  return [min - room, max + room];
}

/** Whole powers look empty: half decades; around keeps a value such as 1 in sight. */
function logRange(min, max, around) {
  if (!(min > 0)) return [0.1, 10];
  const low = Math.min(min, around ?? min) / 1.25;
  const high = Math.max(max, around ?? max) * 1.25;
  return [low, high];
}
