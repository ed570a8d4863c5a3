// SPDX-License-Identifier: Apache-2.0
// Figures, times and spans as a person reads them.

const grouped = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const minutes = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const days = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const dated = new Intl.DateTimeFormat("en-GB", {
  day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit",
});
const YEAR_9999 = 253402300799000;

export const NONE = "–";

const known = (value) => value !== null && value !== undefined && Number.isFinite(value);

export const count = (n) => (known(n) ? grouped.format(n) : NONE);

export const percent = (share, digits = 0) => (known(share) ? `${(100 * share).toFixed(digits)} %` : NONE);

/** Three significant digits, with powers of ten only where nothing else is readable. */
export function figure(value) {
  if (!known(value)) return NONE;
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 1e5 || size < 1e-3) return value.toExponential(1).replace("e+", "e");
  if (size >= 100) return grouped.format(value);
  return String(Number(value.toPrecision(3)));
}

export const ratio = (value) => (known(value) ? `${figure(value)} : 1` : NONE);

export const millis = (ms) => (known(ms) ? span(ms) : NONE);

export const signedMillis = (ms) =>
  known(ms) ? `${ms > 0 ? "+" : ms < 0 ? "−" : ""}${figure(Math.abs(ms))} ms` : NONE;

/** A sentence whose ratios and percentages are not torn apart at the end of a line. */
export const unbroken = (text) => text.replace(/(\d) : (\d)/g, "$1\u00a0:\u00a0$2").replace(/(\d) %/g, "$1\u00a0%");

/** A span of time with one unit. */
export function span(ms) {
  const s = ms / 1000;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (s < 10) return `${s.toFixed(1)} s`;
  if (s < 120) return `${Math.round(s)} s`;
  if (s < 7200) return `${Math.round(s / 60)} min`;
  if (s < 172800) return `${Math.round(s / 3600)} h`;
  return `${Math.round(s / 86400)} d`;
}

export const timeOfDay = (ms, seconds) => (seconds ? clock : minutes).format(ms);

export const day = (ms) => days.format(ms);

/** A moment: the time of day, with the day when it is not today. */
export function moment(ms, now = Date.now()) {
  if (!known(ms) || ms <= 0 || ms > YEAR_9999) return NONE;
  return new Date(ms).toDateString() === new Date(now).toDateString() ? clock.format(ms) : dated.format(ms);
}

export function bytes(n) {
  if (!known(n)) return NONE;
  if (n < 1024) return `${n} B`;
  if (n < 1024 * 1024) return `${(n / 1024).toFixed(1)} KiB`;
  return `${(n / 1024 / 1024).toFixed(1)} MiB`;
}
