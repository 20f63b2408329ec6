// The page of all articles: its filter, its map, and the commands that it has buttons for.

import { mayWrite } from "/access.js";
import { all, ask, find, refresh } from "./preview.js";

const body = document.body;
const words = document.getElementById("desk-words").dataset;

// ---- filter and map ----

const filter = find(".filter");
find("button", filter).hidden = true;
let waiting = 0;
const choose = () => {
  const query = new URLSearchParams([...new FormData(filter)].filter(([, value]) => value));
  body.dataset.rows = `${body.dataset.fixed}&${query}`;
  history.replaceState(null, "", query.size ? `/?${query}` : "/");
  for (const link of all(".menu a")) link.search = new URLSearchParams({ next: `/?${query}` });
  refresh();
};
filter.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(choose, 80);
});
filter.addEventListener("submit", (event) => {
  event.preventDefault();
  choose();
});
document.addEventListener("click", (event) => {
  const stem = event.target.dataset?.stem;
  if (event.target.closest(".heat") && stem) location.href = `/article/${encodeURI(stem)}`;
});

// ---- commands ----

const report = document.getElementById("report");
const order = document.getElementById("order");

async function run(name, given = {}, address = `/run/${name}`) {
  const buttons = all("[data-run]");
  for (const button of buttons) button.disabled = true;
  show(`targman ${name}`, words.running);
  const { status, data } = await ask(address, given);
  for (const button of buttons) button.disabled = false;
  if (status === 200) show(data.line, data.text || words.done, data.status);
  else show(`targman ${name}`, data.problem, 1);
  refresh();
}

function show(line, text, status = 0) {
  find("h2", report).textContent = line;
  find("pre", report).textContent = text;
  report.classList.toggle("failed", status !== 0);
  if (!report.open) report.showModal();
}

const chosen = find(".arrived");

document.addEventListener("click", (event) => {
  const name = event.target.closest("[data-run]")?.dataset.run;
  if (name === "send") order.showModal();
  else if (name === "receive") chosen.click();
  else if (name) run(name);
});
chosen.addEventListener("change", async () => {
  const [file] = chosen.files;
  if (!file) return;
  await run("receive", file, `/receive?${new URLSearchParams({ name: file.name })}`);
  chosen.value = "";
});
find("form", order).addEventListener("submit", (event) => {
  event.preventDefault();
  order.close();
  run("send", Object.fromEntries(new FormData(event.target)));
});
const commands = find(".commands");
commands.hidden = !mayWrite;

// ---- keys ----

// One button of the row is reached by Tab, the others by the arrows.
const buttons = all("button", commands);
const reach = (button) => {
  for (const each of buttons) each.tabIndex = each === button ? 0 : -1;
};
reach(buttons[0]);
commands.addEventListener("focusin", (event) => reach(event.target));
commands.addEventListener("keydown", (event) => {
  const forth = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
  event.preventDefault();
  const at = buttons.indexOf(event.target) + (event.key === forth ? 1 : -1);
  buttons[(at + buttons.length) % buttons.length].focus();
});

function goToWork(step) {
  const links = all("a.to-do");
  const at = links.indexOf(document.activeElement);
  links[at < 0 && step < 0 ? links.length - 1 : (at + step + links.length) % links.length]?.focus();
}

const keys = {
  g: () => mayWrite && buttons.find((each) => each.tabIndex === 0).focus(),
  u: () => goToWork(1),
  U: () => goToWork(-1),
};
const places = { KeyG: "g", KeyU: "u" }; // the same keys on other keyboards

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("textarea, input, select, dialog")) return;
  const letter = places[event.code];
  const act = keys[event.key] ?? (letter && keys[event.shiftKey ? letter.toUpperCase() : letter]);
  if (!act) return;
  event.preventDefault();
  act();
});
