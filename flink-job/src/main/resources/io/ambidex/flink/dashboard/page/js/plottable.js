// SPDX-License-Identifier: Apache-2.0
// A plot's last rows as a table, for those who cannot see the lines or want the figures.
import { el, table } from "./dom.js";
import * as format from "./format.js";

const ROWS = 60;

export function plotTable(plot) {
  if (!plot.uplot) return el("p", { class: "note" }, plot.emptyText());
  const data = plot.data();
  const rows = [];
  for (let i = data[0].length - 1; i >= 0 && rows.length < ROWS; i--) rows.push(i);
  const columns = [
    { head: "time", cell: (i) => format.moment(1000 * data[0][i]) },
    ...plot.series.map((s, k) => ({ head: s.label, number: true, cell: (i) => plot.spec.format(data[k + 1][i]) })),
  ];
  return table(`${plot.spec.title}, newest first`, columns, rows);
}
