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

async function run(name, given = {}) {
  const buttons = all("[data-run]");
  for (const button of buttons) button.disabled = true;
  show(`targman ${name}`, words.running);
  const { status, data } = await ask(`/run/${name}`, given);
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

document.addEventListener("click", (event) => {
  const name = event.target.closest("[data-run]")?.dataset.run;
  if (name === "send") order.showModal();
  else if (name) run(name);
});
find("form", order).addEventListener("submit", (event) => {
  event.preventDefault();
  order.close();
  run("send", Object.fromEntries(new FormData(event.target)));
});
find(".commands").hidden = !mayWrite;
