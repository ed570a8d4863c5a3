// SPDX-License-Identifier: Apache-2.0
// The control form: changes method, options and drift thresholds through the job's control topic. The token stays in
// the field; it is sent in a header and kept nowhere else.
import { byId, el, setText } from "./dom.js";
import * as format from "./format.js";

let methods = [];

/** Shows the form when the server takes commands. */
export async function buildControl(store) {
  const answer = await fetch("control").catch(() => null);
  const description = answer?.ok ? await answer.json() : { enabled: false };
  if (!description.enabled) return;
  methods = withChain(description.methods, store.learner("main")?.method);
  const section = byId("control");
  section.hidden = false;
  section.append(
    el("div", { class: "card-head" },
      el("h2", { id: "control-title" }, "Control"),
      el("p", { class: "note" }, "a command takes effect at an event time, before the first mini-batch that begins there")),
    form(store, description.drift),
  );
}

/** A chain that runs stands first, its options addressed by the name of their part. */
function withChain(known, running) {
  if (!running?.includes("+")) return known;
  const parts = running.split("+").map((name) => known.find((m) => m.name === name)).filter(Boolean);
  const options = parts.flatMap((part) => part.options.map((o) => ({ ...o, name: `${part.name}.${o.name}` })));
  return [{ name: running, description: parts.map((part) => part.description).join(" "), options }, ...known];
}

function form(store, driftOptions) {
  const current = store.learner("main")?.method ?? methods[0].name;
  const learner = el("select", { id: "control-learner" },
    [["main", "main"], ["shadow", "shadow"]].map(([value, text]) => el("option", { value }, text)));
  const drift = el("div", { class: "columns" }, driftOptions.map(driftRow));
  const method = el("select", { id: "control-method", name: "method" },
    el("option", { value: "" }, `leave as it is (${current})`),
    methods.map((m) => el("option", { value: m.name }, m.name)));
  const about = el("p", { class: "note", id: "control-about" });
  const options = el("div", { class: "columns" });
  const frozen = el("select", { id: "control-frozen" },
    [["", "leave as it is"], ["true", "freeze"], ["false", "let it go on"]].map(([value, text]) => el("option", { value }, text)));
  const after = el("input", { id: "control-after", type: "number", min: "0", max: "86400", step: "any", value: "5", required: true });
  const token = el("input", { id: "control-token", type: "password", autocomplete: "off", required: true });
  const outcome = el("span", { role: "status", id: "control-outcome" });
  const send = el("button", { type: "submit" }, "Change");

  function showOptions() {
    const chosen = methods.find((m) => m.name === method.value);
    setText(about, chosen?.description ?? "Method and options go on.");
    options.replaceChildren(...(chosen?.options ?? []).map(optionRow));
  }
  method.addEventListener("change", showOptions);
  showOptions();

  /** What concerns both learners is sent to the main one. */
  function showLearner() {
    const shadow = learner.value === "shadow";
    frozen.disabled = shadow;
    for (const field of drift.querySelectorAll("input")) field.disabled = shadow;
  }
  learner.addEventListener("change", showLearner);

  return el("form", {
    onsubmit: async (event) => {
      event.preventDefault();
      send.disabled = true;
      setText(outcome, "sending …");
      const command = {
        method: method.value || null,
        options: chosenOptions(options),
        frozen: frozen.disabled || frozen.value === "" ? null : frozen.value === "true",
        learner: learner.value,
        drift: chosenDrift(drift),
        afterSeconds: Number(after.value),
      };
      setText(outcome, await submit(command, token.value));
      send.disabled = false;
    },
  },
  store.learner("shadow") ? row("control-learner", "Learner", learner, el("p", { class: "note" }, "whose method changes; freezing and drift concern both")) : null,
  row("control-method", "Method", method, about),
  options,
  el("details", {},
    el("summary", {}, "Drift: thresholds and actions"),
    el("p", { class: "note" }, "a field that is left empty changes nothing; lists are separated by commas"),
    drift),
  row("control-frozen", "Training", frozen, el("p", { class: "note" }, "frozen, it scores every example and learns nothing")),
  row("control-after", "After", after, el("p", { class: "note" }, "seconds of event time from now")),
  row("control-token", "Token", token, el("p", { class: "note" }, "was shown where the page was started")),
  el("div", { class: "actions" }, send, outcome));
}

const row = (id, name, field, note) =>
  el("div", { class: "row" }, el("label", { for: id }, name), el("div", {}, field, note));

function optionRow(option) {
  const id = `control-option-${option.name}`;
  const choices = option.unit === "flag" ? ["true", "false"] : option.unit === "name" ? option.limits.split(", ") : null;
  const field = choices
    ? el("select", { id, "data-option": option.name }, choices.map((c) => el("option", { value: c, selected: c === option.defaultValue }, c)))
    : el("input", { id, "data-option": option.name, value: option.defaultValue, autocomplete: "off" });
  return row(id, option.name, field,
    el("p", { class: "note" }, choices ? option.description : `${option.description} ${option.limits}, in ${option.unit}.`));
}

function driftRow(option) {
  const id = `control-${option.name}`;
  return row(id, option.name,
    el("input", { id, "data-drift": option.name, placeholder: `${option.defaultValue} unless configured`, autocomplete: "off" }),
    el("p", { class: "note" }, option.description));
}

function chosenDrift(container) {
  const fields = [...container.querySelectorAll("[data-drift]")].filter((field) => !field.disabled && field.value.trim() !== "");
  return Object.fromEntries(fields.map((field) => [field.dataset.drift, field.value.trim()]));
}

function chosenOptions(container) {
  const fields = [...container.querySelectorAll("[data-option]")];
  return Object.fromEntries(fields.map((field) => [field.dataset.option, field.value]));
}

async function submit(command, token) {
  try {
    const answer = await fetch("control", {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
      body: JSON.stringify(command),
    });
    if (!answer.ok) return `Refused: ${(await answer.text()).trim()}`;
    const sent = await answer.json();
    return `Command ${sent.commandId} is on its way and takes effect at event time ${format.moment(sent.effectiveAtMillis)}; the job answers among the alerts.`;
  } catch (error) {
    return "The server does not answer.";
  }
}
