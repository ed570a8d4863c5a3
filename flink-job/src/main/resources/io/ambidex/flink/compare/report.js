/* The sections of the page. */
const page = document.getElementById("page");
const setting = report.setting;
const methods = report.methods;
const modalityColour = m => `var(--c${[0, 1, 2, 3, 4, 5, 6, 7][m % 8]})`;
const mean = (method, key) => method.statistics[key] ? method.statistics[key].mean : NaN;
const accuracyOf = method => mean(method, "held_out");
const byAccuracy = [...methods].sort((a, b) => accuracyOf(b) - accuracyOf(a));

/* The baselines and what stands out are in colour from the start. */
const coloured = new Map();
function colourOf(method) { return coloured.has(method) ? `var(--c${coloured.get(method)})` : "var(--mute)"; }
function choose(method) {
  if (coloured.has(method)) { coloured.delete(method); return; }
  const used = new Set(coloured.values());
  const free = [0, 1, 2, 3, 4, 5, 6, 7].find(c => !used.has(c));
  if (free === undefined) { coloured.delete(coloured.keys().next().value); choose(method); return; }
  coloured.set(method, free);
}
const best = (score, of = methods.filter(m => Number.isFinite(score(m)))) => [...of].sort((a, b) => score(b) - score(a))[0];
const robust = method => {
  const all = setting.modalities.flatMap(m => [mean(method, m + "_noisy"), mean(method, m + "_missing")]).filter(Number.isFinite);
  return all.reduce((a, b) => a + b, 0) / all.length;
};
const mostBalanced = best(m => -mean(m, "imbalance"));
const mostRobust = best(robust);
for (const method of [...["joint", "joint-with-unimodal-losses"].map(name => methods.find(m => m.method === name)),
  byAccuracy[0], mostBalanced, mostRobust, byAccuracy[1]]) {
  if (method && !coloured.has(method)) choose(method);
}

const charts = [];
function section(title, text, ...content) {
  page.append(element("section", {}, element("h2", {}, title), element("p", {class: "soft"}, text), ...content));
}
function add(label, draw) {
  const made = chart(label, draw);
  charts.push(made);
  return made.box;
}
/* Marks in colour lie above the grey ones. */
const layered = () => [...methods].sort((a, b) => coloured.has(a) - coloured.has(b));

function head() {
  const plural = (n, word, more) => `${n} ${n === 1 ? word : more}`;
  page.append(
    element("h1", {}, "Balancing methods compared"),
    element("p", {class: "soft"},
      `${setting.input}: ${plural(methods.length, "method", "methods")}, each trained on the same ${setting.train} examples in the same order ` +
      `(${plural(setting.passes, "pass", "passes")}, batches of ${setting.batchSize}, ${setting.optimizer}, learning rate ${setting.learningRate}; ${setting.network}), ` +
      `then scored on ${setting.heldOut} held-out examples of ${setting.classes} classes. ${setting.seeds === 1 ? "Figures are of one seed." : `Figures are means over ${setting.seeds} seeds; ± is the standard deviation.`}`));
  const facts = element("div", {class: "facts"});
  const fact = (method, text) => facts.append(element("div", {class: "fact"}, element("span", {}, text[0]), element("b", {}, method.method), element("span", {}, text[1])));
  if (byAccuracy.length) {
    fact(byAccuracy[0], ["most accurate", spread(byAccuracy[0].statistics.held_out) + " held-out accuracy"]);
    fact(mostBalanced, ["most balanced", `contributions differ by ${(100 * mean(mostBalanced, "imbalance")).toFixed(1)} points, at ${percent(accuracyOf(mostBalanced))} held-out accuracy`]);
    if (mostRobust) fact(mostRobust, ["most robust", percent(robust(mostRobust)) + " on average with one modality noisy or missing"]);
  }
  page.append(facts);
}

function chooser() {
  const chips = element("div", {class: "chips"});
  const refresh = () => {
    chips.replaceChildren(...byAccuracy.map(method => {
      const chip = element("button", {class: "chip", type: "button", "aria-pressed": String(coloured.has(method)), title: method.description,
        vars: {"--dot": colourOf(method)}}, method.method);
      chip.addEventListener("click", () => { choose(method); refresh(); charts.forEach(c => c.redraw()); });
      return chip;
    }));
  };
  refresh();
  page.append(element("div", {class: "chooser"},
    element("p", {}, "Methods, most accurate first. Tap to show or hide in colour; the others stay grey."), chips));
}

function details(method) {
  return [method.method, `held-out accuracy ${spread(method.statistics.held_out)}`, `imbalance ${spread(method.statistics.imbalance)}`];
}

function front() {
  section("Accuracy against imbalance",
    "Up is more accurate, left is more balanced: all modalities contribute alike. Ringed methods are undominated: no other one is at least as good in both. Bars show the spread over the seeds; a triangle is a method far below the others.",
    add("Held-out accuracy against imbalance", (svg, width, tip) => {
      const height = width < 600 ? 340 : 420;
      const area = {left: 44, right: width - 16, top: 30, bottom: height - 48};
      const sorted = methods.map(accuracyOf).sort((a, b) => a - b);
      const quarter = sorted[Math.floor(sorted.length / 4)], floor = quarter - 3 * (sorted[Math.floor(sorted.length * 3 / 4)] - quarter);
      const [low, high] = range(sorted.filter(a => a >= floor), 0.02);
      const most = Math.max(...methods.map(m => mean(m, "imbalance")), 0.01) * 1.08;
      const y = yAxis(svg, area, low, high, "held-out accuracy, %");
      const x = scale(0, most, area.left, area.right);
      for (const value of ticks(0, most, Math.floor(width / 110))) xTick(svg, area, x(value), String(Math.round(1000 * value) / 10), true);
      xTitle(svg, area, "imbalance, points of accuracy (left is balanced)");
      const frontier = methods.filter(m => m.undominated && accuracyOf(m) >= low).sort((a, b) => mean(a, "imbalance") - mean(b, "imbalance"));
      svg.append(element("path", {class: "front", d: line(frontier.map(m => [x(mean(m, "imbalance")), y(accuracyOf(m))]))}));
      const labels = [], marks = [];
      for (const method of layered()) {
        const below = accuracyOf(method) < low;
        const at = [x(mean(method, "imbalance")), below ? area.bottom - 9 : y(accuracyOf(method))];
        const colour = colourOf(method);
        const group = element("g");
        marks.push(at);
        const a = method.statistics.held_out, b = method.statistics.imbalance;
        if (below) {
          group.append(element("path", {d: `M${at[0] - 6} ${at[1] - 4}h12l-6 10z`, fill: colour}));
          labels.push({text: `${method.method} ${percent(a.mean)}`, x: at[0], y: at[1], colour});
        } else if (coloured.has(method) || method.undominated) {
          group.append(
            element("line", {x1: at[0], x2: at[0], y1: y(Math.max(low, a.mean - a.deviation)), y2: y(Math.min(high, a.mean + a.deviation)), stroke: colour, "stroke-opacity": .6}),
            element("line", {x1: x(Math.max(0, b.mean - b.deviation)), x2: x(Math.min(most, b.mean + b.deviation)), y1: at[1], y2: at[1], stroke: colour, "stroke-opacity": .6}));
          labels.push({text: method.method, x: at[0], y: at[1], colour});
        }
        if (method.undominated) group.append(element("circle", {cx: at[0], cy: at[1], r: 10, fill: "none", stroke: colour === "var(--mute)" ? "var(--soft)" : colour, "stroke-width": 1.5}));
        if (!below) group.append(element("circle", {cx: at[0], cy: at[1], r: 6, fill: colour}));
        group.append(element("circle", {cx: at[0], cy: at[1], r: 14, fill: "transparent"}));
        explain(group, tip, at[0], at[1], details(method));
        svg.append(group);
      }
      place(svg, labels, marks, area);
      return height;
    }));
}

/* Names beside their points where there is room: right, left, above or below, else none; a tip has it. */
function place(svg, labels, marks, area) {
  const taken = marks.map(([x, y]) => ({x0: x - 7, x1: x + 7, y0: y - 7, y1: y + 7}));
  for (const label of labels) {
    const w = label.text.length * 6.6, h = 14;
    const spots = [[label.x + 14, label.y + 4], [label.x - 14 - w, label.y + 4], [label.x - w / 2, label.y - 15], [label.x - w / 2, label.y + 24],
      [label.x + 10, label.y - 12], [label.x + 10, label.y + 20], [label.x - w - 10, label.y - 12], [label.x - w - 10, label.y + 20]];
    for (const [sx, sy] of spots) {
      const box = {x0: sx, x1: sx + w, y0: sy - h + 3, y1: sy + 3};
      const free = taken.every(t => t.x1 < box.x0 || t.x0 > box.x1 || t.y1 < box.y0 || t.y0 > box.y1);
      if (free && box.x0 > area.left && box.x1 < area.right + 12 && box.y0 > area.top - 16 && box.y1 < area.bottom) {
        svg.append(element("text", {class: "name", x: sx, y: sy}, label.text));
        taken.push(box);
        break;
      }
    }
  }
}

function learning() {
  let held = methods.some(m => m.heldOut.length > 1);
  const curve = method => held ? method.heldOut : method.learned;
  const caption = element("p", {class: "soft"});
  const choices = element("div", {class: "switch", role: "group"});
  const box = add("Accuracy over examples", (svg, width, tip) => {
    const height = width < 600 ? 320 : 380;
    const wide = width > 700;
    const area = {left: 44, right: width - (wide ? 190 : 12), top: 30, bottom: height - 48};
    const [low, high] = range(methods.flatMap(m => curve(m).map(p => p.accuracy.mean)), 0.05);
    const last = Math.max(1, ...methods.flatMap(m => curve(m).map(p => p.examples)));
    const y = yAxis(svg, area, low, high, held ? "held-out accuracy, %" : "accuracy before learning, %");
    const x = scale(0, last, area.left, area.right);
    for (const value of ticks(0, last, Math.floor(width / 130))) xTick(svg, area, x(value), value.toLocaleString("en"), false);
    xTitle(svg, area, "training examples seen");
    const passLength = last / setting.passes;
    if (setting.passes > 1) {
      svg.append(element("line", {class: "pass", x1: x(passLength), x2: x(passLength), y1: area.top, y2: area.bottom}),
        element("text", {x: x(passLength) + 5, y: area.bottom - 6}, "examples repeat"));
    }
    const labels = [];
    for (const method of layered()) {
      const points = curve(method);
      if (!points.length) continue;
      const shown = coloured.has(method);
      if (shown) svg.append(element("path", {fill: colourOf(method), "fill-opacity": .13, d:
        line([...points.map(p => [x(p.examples), y(Math.min(high, p.accuracy.mean + p.accuracy.deviation))]),
          ...[...points].reverse().map(p => [x(p.examples), y(Math.max(low, p.accuracy.mean - p.accuracy.deviation))])]) + "Z"}));
      const path = line(points.map(p => [x(p.examples), y(p.accuracy.mean)]));
      const stroke = element("path", {d: path, fill: "none", stroke: colourOf(method), "stroke-width": shown ? 2.2 : 1.2, "stroke-linejoin": "round"});
      const target = element("path", {d: path, fill: "none", stroke: "transparent", "stroke-width": 12});
      const end = points[points.length - 1];
      explain(target, tip, x(end.examples) - 150, y(end.accuracy.mean), [method.method, `at the end ${spread(end.accuracy)}`]);
      svg.append(stroke, target);
      if (shown && wide) labels.push({text: method.method, y: y(end.accuracy.mean) + 4, colour: colourOf(method)});
    }
    apart(labels, 16, area.bottom);
    for (const label of labels) svg.append(element("text", {x: area.right + 8, y: label.y, style: {fill: label.colour}}, label.text));
    return height;
  });
  const refresh = () => {
    caption.textContent = held
      ? "How well the model does on held-out examples while it learns. Bands show the spread over the seeds."
      : "Every example is predicted before the model learns from it; each point is the share that was right in one fortieth of the run. Once examples repeat, the model has seen them.";
    choices.replaceChildren(...[["held-out", true], ["before learning (prequential)", false]].map(([text, value]) => {
      const button = element("button", {type: "button", "aria-pressed": String(held === value)}, text);
      button.addEventListener("click", () => { held = value; refresh(); charts.find(c => c.box === box).redraw(); });
      return button;
    }));
  };
  refresh();
  page.append(element("section", {}, element("h2", {}, "Accuracy over examples"), caption, choices, box));
}

function robustness() {
  if (setting.modalities.length < 2 && !setting.noiseDecibels.length) return;
  const levels = [...setting.noiseDecibels].sort((a, b) => b - a);
  const level = value => Number.isInteger(value) ? String(value) : String(value);
  const keys = name => ["held_out", ...levels.map(l => `${name}_noisy_${level(l)}_db`), `${name}_missing`];
  const all = methods.flatMap(m => setting.modalities.flatMap(n => keys(n).map(k => mean(m, k))));
  const [low, high] = range(all, 0.05);
  const boxes = setting.modalities.map(name => {
    const drawn = add(`Accuracy with noise on ${name}`, (svg, width, tip) => {
      const height = 320;
      const area = {left: 40, right: width - 26, top: 30, bottom: height - 48};
      const y = yAxis(svg, area, low, high, "held-out accuracy, %");
      const names = ["clean", ...levels.map(l => level(l).replace("-", "−")), "missing"];
      const x = i => area.left + 18 + i * (area.right - area.left - 18) / (names.length - 1);
      names.forEach((text, i) => xTick(svg, area, x(i), text, true));
      xTitle(svg, area, `${name}: signal-to-noise ratio in dB, worse →`);
      for (const method of layered()) {
        const points = keys(name).map((key, i) => [x(i), y(mean(method, key)), method.statistics[key]]).filter(p => p[2]);
        const shown = coloured.has(method);
        svg.append(element("path", {d: line(points), fill: "none", stroke: colourOf(method), "stroke-width": shown ? 2.2 : 1.2, "stroke-linejoin": "round"}));
        points.forEach((p, i) => {
          const dot = element("g", {}, element("circle", {cx: p[0], cy: p[1], r: shown ? 3.5 : 1.5, fill: colourOf(method)}),
            element("circle", {cx: p[0], cy: p[1], r: 9, fill: "transparent"}));
          explain(dot, tip, p[0], p[1], [method.method, `${name} ${names[i]}${/^[−0-9]/.test(names[i]) ? " dB" : ""}: ${spread(p[2])}`]);
          svg.append(dot);
        });
      }
      return height;
    });
    return element("div", {}, element("h3", {}, `noise on ${name}`), drawn);
  });
  section("Robustness",
    "The trained model on held-out examples whose sound is overlaid with babble, or whose picture gets random noise; at the right one modality is missing altogether. A model that leans on one modality falls with it.",
    element("div", {class: "pair"}, ...boxes));
}

function contributions() {
  const names = setting.modalities;
  const keys = element("div", {class: "keys"}, ...names.map((name, m) => element("span", {}, element("i", {style: {background: modalityColour(m)}}), name)));
  const order = [...methods].sort((a, b) => mean(a, "imbalance") - mean(b, "imbalance"));
  section("What each modality contributes",
    "How many points of accuracy each modality adds (Shapley value over all combinations of modalities), the most balanced method first. Bars of equal length are balance; a short bar is a modality that is hardly used.",
    keys,
    add("Contribution of each modality", (svg, width, tip) => {
      const narrow = width < 600;
      const bar = 9, pad = narrow ? 24 : 10, row = names.length * (bar + 1) + pad;
      const area = {left: narrow ? 6 : 210, right: width - 40, top: 8, bottom: 8 + row * order.length};
      const values = order.flatMap(m => names.map(n => mean(m, n + "_contribution")));
      const low = Math.min(0, ...values), high = Math.max(...values, 0.01);
      const x = scale(low, high, area.left, area.right);
      for (const value of ticks(low, high, Math.floor(width / 110))) xTick(svg, area, x(value), String(Math.round(1000 * value) / 10), true);
      xTitle(svg, area, "contribution, points of accuracy");
      order.forEach((method, i) => {
        const top = area.top + i * row + (narrow ? 16 : pad / 2);
        const attributes = narrow ? {x: area.left, y: top - 4} : {x: area.left - 10, y: top + names.length * (bar + 1) / 2 + 4, "text-anchor": "end"};
        svg.append(element("text", {class: "name", ...attributes}, narrow || method.method.length < 31 ? method.method : method.method.slice(0, 29) + "…"));
        names.forEach((name, m) => {
          const statistic = method.statistics[name + "_contribution"];
          const from = x(Math.min(0, statistic.mean)), to = x(Math.max(0, statistic.mean)), y = top + m * (bar + 1);
          const rect = element("rect", {x: from, y, width: Math.max(1, to - from), height: bar, rx: 2, fill: modalityColour(m)});
          explain(rect, tip, to, y, [method.method, `${name} contributes ${spread(statistic)}`]);
          svg.append(rect, element("text", {x: to + 5, y: y + 8.5, style: {fontSize: "10.5px"}}, (100 * statistic.mean).toFixed(0)));
        });
      });
      return area.bottom + 44;
    }));
}

const lowIsGood = key => ["imbalance", "relative_time", "micros_per_example", "peak_memory_bytes", "skipped_steps"].includes(key);
const ranked = key => !key.endsWith("_contribution");
function shown(unit, value) {
  if (unit === "PERCENT") return (100 * value).toFixed(1);
  if (unit === "FACTOR") return value.toFixed(2);
  if (unit === "MEBIBYTES") return (value / 1048576).toFixed(0);
  return value.toFixed(0);
}

function table() {
  let key = "held_out", down = true;
  const holder = element("div", {class: "scroll", tabindex: "0", role: "region", "aria-label": "All figures"});
  const draw = () => {
    const sign = down ? -1 : 1;
    const rows = [...methods].sort((a, b) => key === "method" ? sign * a.method.localeCompare(b.method)
      : sign * ((mean(a, key) || 0) - (mean(b, key) || 0)));
    const top = figure => {
      const values = methods.map(m => mean(m, figure.key)).filter(Number.isFinite);
      return lowIsGood(figure.key) ? Math.min(...values) : Math.max(...values);
    };
    const header = (text, own) => {
      const button = element("button", {type: "button"}, text + (own === key ? (down ? " ↓" : " ↑") : ""));
      button.addEventListener("click", () => { down = own === key ? !down : own !== "method" && !lowIsGood(own); key = own; draw(); });
      return element("th", {scope: "col", "aria-sort": own === key ? (down ? "descending" : "ascending") : "none"}, button);
    };
    const cell = (method, figure) => {
      const s = method.statistics[figure.key];
      if (!s) return element("td", {}, "–");
      const best = ranked(figure.key) && shown(figure.unit, s.mean) === shown(figure.unit, top(figure));
      return element("td", best ? {class: "best"} : {}, shown(figure.unit, s.mean),
        s.count > 1 ? element("small", {}, " ± " + shown(figure.unit, s.deviation)) : null);
    };
    holder.replaceChildren(element("table", {},
      element("thead", {}, element("tr", {}, header("method", "method"), ...report.figures.map(f => header(f.title, f.key)))),
      element("tbody", {}, ...rows.map(method => element("tr", {},
        element("th", {scope: "row", title: method.description}, ...method.method.split(/(?<=[:;+])/).flatMap(part => [part, element("wbr")])), ...report.figures.map(f => cell(method, f)))))));
  };
  draw();
  section("All figures", "Accuracies, contributions and imbalance in percent. Tap a heading to sort; the best of a column is bold.", holder);
}

function glossary() {
  const words = [
    ["prequential", "accuracy on the examples of the first pass, each predicted before it was learned from"],
    ["held-out", "accuracy of the whole model at the end, on examples it never learned from"],
    ["macro F1", "mean of the classes' F1 scores on the held-out examples"],
    ["split", "accuracy of one modality's own part of the prediction"],
    ["probe", "accuracy of a linear classifier fitted to the frozen encoder: what the encoder knows, whatever the rest of the model uses of it"],
    ["contribution", "Shapley value of the modality: its average gain in accuracy over all combinations of modalities"],
    ["imbalance", "mean difference between the contributions of two modalities"],
    ["noisy", "held-out accuracy with noise on one modality, averaged over the levels"],
    ["no …", "held-out accuracy when the modality is missing"],
    ["time / joint", "training time of an example divided by that of plain joint training, measured in turns"],
    ["memory", "most memory that the process of a run has used, the examples included"]];
  section("Words", "", element("dl", {}, ...words.flatMap(([word, text]) => [element("dt", {}, word), element("dd", {}, text)])));
  const rates = Object.entries(setting.searched);
  if (rates.length) page.append(element("p", {class: "soft"},
    "Learning rates tried with joint-with-unimodal-losses on a fifth of the training examples: " + rates.map(([rate, value]) => `${rate} gives ${percent(value)}`).join(", ") + "."));
  for (const [what, why] of Object.entries(report.failures)) page.append(element("p", {}, `Failed: ${what}: ${why}`));
  for (const [what, why] of Object.entries(report.leftOut)) page.append(element("p", {class: "soft"}, `Left out: ${what}: ${why}`));
}

page.replaceChildren();
head();
chooser();
front();
learning();
robustness();
contributions();
table();
glossary();
