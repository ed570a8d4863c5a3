// SPDX-License-Identifier: Apache-2.0
// Builds elements. Text is always text: nothing that came with a record is ever parsed as markup.

/** An element with attributes and children; children are elements or texts. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") element.className = value;
    else if (name === "swatch") element.style.setProperty("--swatch", value);
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** Sets a text only where it differs, so that screen readers and selections are left alone. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Puts new children into an element when what they show has changed; keeps the focus where a new
 * child has the same data-key as the focused one.
 */
export function replace(element, signature, build) {
  const text = JSON.stringify(signature);
  if (element.dataset.signature === text) return;
  const focused = element.contains(document.activeElement)
    ? document.activeElement.dataset.key
    : undefined;
  element.dataset.signature = text;
  const children = build();
  element.replaceChildren(...(Array.isArray(children) ? children : [children]));
  if (focused !== undefined) {
    for (const candidate of element.querySelectorAll("[data-key]")) {
      if (candidate.dataset.key === focused) candidate.focus({ preventScroll: true });
    }
  }
}

/** A table; a column is {head, number, cell(row)}. */
export function table(caption, columns, rows, rowAttributes = () => ({})) {
  return el(
    "table",
    {},
    el("caption", { class: "unseen" }, caption),
    el(
      "thead",
      {},
      el("tr", {}, columns.map((c) => el("th", { scope: "col", class: c.number ? "number" : null }, c.head))),
    ),
    el(
      "tbody",
      {},
      rows.map((row) =>
        el(
          "tr",
          rowAttributes(row),
          columns.map((c) => el("td", { class: c.number ? "number" : c.class ?? null }, c.cell(row))),
        ),
      ),
    ),
  );
}
