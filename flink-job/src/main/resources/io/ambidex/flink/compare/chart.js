/* SVG by hand: elements, scales, axes, tooltips. Text is set as text, never as markup. */
function element(name, attributes = {}, ...children) {
  const svg = ["svg", "g", "path", "line", "circle", "rect", "text", "title"].includes(name);
  const made = svg ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "style") Object.assign(made.style, value);
    else made.setAttribute(key, value);
  }
  if (attributes.vars) for (const [key, value] of Object.entries(attributes.vars)) made.style.setProperty(key, value);
  made.removeAttribute("vars");
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

const percent = value => (100 * value).toFixed(1) + " %";
const spread = s => s ? percent(s.mean) + (s.count > 1 ? " ± " + (100 * s.deviation).toFixed(1) : "") : "–";

function scale(from, to, low, high) {
  const span = to - from || 1;
  return value => low + (value - from) / span * (high - low);
}

/* Round numbers that cover a range, about `count` of them. */
function ticks(from, to, count) {
  const rough = (to - from || 1) / count;
  const power = Math.pow(10, Math.floor(Math.log10(rough)));
  const step = [1, 2, 5, 10].map(f => f * power).find(s => s >= rough);
  const all = [];
  for (let i = Math.ceil(from / step - 1e-9); i * step <= to + step * 1e-9; i++) all.push(i * step || 0);
  return all;
}

/* A range of accuracies, a little wider than what is there, at least as wide as `least`. */
function range(values, least) {
  const known = values.filter(Number.isFinite);
  let low = Math.min(...known), high = Math.max(...known);
  const more = Math.max((high - low) * 0.08, (least - (high - low)) / 2);
  low = Math.max(Math.min(0, low), low - more);
  high = high + more;
  return [low, Math.min(Math.max(1, Math.max(...known)), high)];
}

/* One chart that draws itself anew when its width changes; draw(svg, width, tip) returns the height. */
function chart(label, draw) {
  const tip = element("div", {class: "tip", role: "status"});
  tip.hidden = true;
  const box = element("div", {class: "chart"});
  const redraw = () => {
    const width = Math.max(280, box.clientWidth);
    const svg = element("svg", {role: "img", "aria-label": label});
    const height = draw(svg, width, tip);
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("height", height);
    box.replaceChildren(svg, tip);
    tip.hidden = true;
  };
  let last = 0;
  new ResizeObserver(() => {
    if (box.clientWidth !== last) { last = box.clientWidth; redraw(); }
  }).observe(box);
  return {box, redraw};
}

/* Shows lines of text beside a mark while the pointer is on it. */
function explain(mark, tip, x, y, lines) {
  const show = () => {
    tip.replaceChildren(...lines.map((line, i) => element(i ? "div" : "b", {}, line)));
    tip.hidden = false;
    const room = tip.parentElement.clientWidth - tip.offsetWidth - 4;
    tip.style.left = Math.max(0, Math.min(room, x + 10)) + "px";
    tip.style.top = Math.max(0, y - tip.offsetHeight - 8) + "px";
  };
  mark.addEventListener("pointerenter", show);
  mark.addEventListener("pointerleave", () => { tip.hidden = true; });
}

function yAxis(svg, area, low, high, title) {
  const y = scale(low, high, area.bottom, area.top);
  for (const value of ticks(low, high, Math.max(3, Math.floor((area.bottom - area.top) / 55)))) {
    svg.append(
      element("line", {class: "grid", x1: area.left, x2: area.right, y1: y(value), y2: y(value)}),
      element("text", {x: area.left - 7, y: y(value) + 4, "text-anchor": "end"}, String(Math.round(1000 * value) / 10)));
  }
  svg.append(element("text", {x: 0, y: area.top - 10}, title));
  return y;
}

function xTick(svg, area, at, text, grid) {
  if (grid) svg.append(element("line", {class: "grid", x1: at, x2: at, y1: area.top, y2: area.bottom}));
  svg.append(element("text", {x: at, y: area.bottom + 17, "text-anchor": "middle"}, text));
}

function xTitle(svg, area, text) {
  svg.append(
    element("line", {class: "axis", x1: area.left, x2: area.right, y1: area.bottom, y2: area.bottom}),
    element("text", {x: (area.left + area.right) / 2, y: area.bottom + 36, "text-anchor": "middle"}, text));
}

const line = points => points.map((p, i) => (i ? "L" : "M") + p[0].toFixed(1) + " " + p[1].toFixed(1)).join("");

/* Moves labels apart that would lie over each other: each [y] at least `gap` below the one before. */
function apart(labels, gap, bottom) {
  labels.sort((a, b) => a.y - b.y);
  labels.forEach((label, i) => { if (i) label.y = Math.max(label.y, labels[i - 1].y + gap); });
  for (let i = labels.length - 1, limit = bottom; i >= 0; i--, limit -= gap) {
    labels[i].y = Math.min(labels[i].y, limit);
  }
}
