// SPDX-License-Identifier: Apache-2.0
// One colour per modality everywhere, the ink for what all of them reach together.

const MODALITY_COLOURS = 4;
const order = [];

const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Fixes the order of the modalities: the first to be seen keeps the first colour. */
export function learnModalities(names) {
  for (const name of names) if (!order.includes(name)) order.push(name);
}

/** Of a modality, as a reference to the theme: for elements. */
export const modalityVariable = (name) =>
  `var(--modality-${Math.max(0, order.indexOf(name)) % MODALITY_COLOURS})`;

/** Of a modality in the present theme: for canvases. */
export const modality = (name) => css(`--modality-${Math.max(0, order.indexOf(name)) % MODALITY_COLOURS}`);

export const ink = () => css("--ink");
export const soft = () => css("--soft");
export const grid = () => css("--grid");
export const card = () => css("--card");
export const accent = () => css("--accent");

/** A colour with an opacity, 0 to 1. */
export function faded(colour, opacity) {
  const hex = Math.round(255 * opacity).toString(16).padStart(2, "0");
  return /^#[0-9a-f]{6}$/i.test(colour) ? colour + hex : colour;
}
