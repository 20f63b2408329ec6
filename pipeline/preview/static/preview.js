// What all pages of the preview do by themselves: they follow the files on disk. Reading needs none of this. No text
// from an article is ever put into a page as HTML by these scripts, except rows that the server made harmless.

import { mayWrite } from "/access.js";

const body = document.body;
document.documentElement.classList.toggle("reader", !mayWrite);
document.documentElement.classList.add("script");
const isArticle = body.classList.contains("article");
export const words = document.getElementById("words")?.dataset ?? {};

// What an article's own scripts do about its rows: a cell came anew, a row is gone, the page is up to date.
export const hooks = { cell: null, gone: null, done: null };

export const find = (selector, inside = document) => inside.querySelector(selector);
export const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];

// ---- the server ----

export async function ask(address, data) {
  const isFile = data instanceof Blob;
  const headers = { "Content-Type": isFile ? "application/octet-stream" : "application/json" };
  const wish = data ? { method: "POST", headers, body: isFile ? data : JSON.stringify(data) } : {};
  try {
    const answer = await fetch(address, { credentials: "same-origin", ...wish });
    return { status: answer.status, data: await answer.json() };
  } catch {
    return { status: 0, data: { problem: words.unreachable } };
  }
}

export const path = (what) => `/${what}/${encodeURIComponent(body.dataset.stem).replaceAll("%2F", "/")}`;

// ---- live ----

const light = find(".live");
let stream = null;

function listen() {
  if (stream || document.hidden) return;
  stream = new EventSource("/events");
  stream.addEventListener("open", () => {
    light.textContent = light.dataset.on;
    light.classList.add("on");
    refresh();
  });
  stream.addEventListener("error", () => {
    light.textContent = light.dataset.off;
    light.classList.remove("on");
  });
  stream.addEventListener("article", (event) => {
    const { stem } = JSON.parse(event.data);
    if (isArticle && stem === body.dataset.stem) refresh();
  });
  stream.addEventListener("others", refresh);
  stream.addEventListener("desk", () => isArticle || refresh());
}

function quiet() {
  stream?.close();
  stream = null;
}

document.addEventListener("visibilitychange", () => (document.hidden ? quiet() : listen()));
addEventListener("pagehide", quiet);

let busy = false;
let again = false;

export async function refresh() {
  const address = body.dataset.rows;
  if (!address) return; // a page that does not follow the files
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  try {
    const version = document.getElementById("rows")?.dataset.version;
    const known = version ? `${address}&version=${version}` : address;
    const answer = await fetch(known, { credentials: "same-origin" });
    if (answer.ok) {
      patch(await answer.text());
      // A long article comes before what is found in it; that is asked for, edition by edition.
      again ||= isDue();
    }
  } catch {
    // The stream says that the server is gone, and asks again when it is back.
  } finally {
    busy = false;
    if (again) {
      again = false;
      refresh();
    }
  }
}

export const isDue = () => "due" in (document.getElementById("rows")?.dataset ?? {});

// ---- rows changed in place ----

function anchor() {
  const top = (find(".bar")?.getBoundingClientRect().bottom ?? 0) + 1;
  for (const row of all("#rows .row[id]")) {
    const box = row.getBoundingClientRect();
    if (box.bottom > top) return { row, top: box.top };
  }
  return null;
}

function patch(html) {
  const made = new DOMParser().parseFromString(html, "text/html");
  const held = anchor();
  const before = scrollY;
  for (const name of ["problems", "heads", "start", "cards", "heat", "shown", "nothing"]) replace(name, made);
  patchRows(made);
  hideEmpty();
  if (held?.row.isConnected && before > 0) {
    const moved = held.row.getBoundingClientRect().top - held.top;
    if (Math.abs(moved) > 0.5) scrollBy({ top: moved, behavior: "instant" });
  }
  hooks.done?.();
}

function replace(name, made) {
  const fresh = made.getElementById(name);
  const old = document.getElementById(name);
  if (!fresh || !old || fresh.innerHTML === old.innerHTML) return;
  if (fresh.className === old.className) old.replaceChildren(...fresh.childNodes);
  else old.replaceWith(fresh); // such as the map, where there was none yet
}

function patchRows(made) {
  const fresh = made.getElementById("rows");
  const old = document.getElementById("rows");
  if (!fresh || !old) return;
  if (fresh.dataset.version) old.dataset.version = fresh.dataset.version;
  old.toggleAttribute("data-due", "due" in fresh.dataset);
  const rows = [...old.children].flatMap((section) => [...section.children]);
  const known = new Map(rows.filter((row) => row.id).map((row) => [row.id, row]));
  for (const section of fresh.children) {
    const name = section.className;
    let target = [...old.children].find((each) => each.className === name);
    if (!target) {
      target = section.cloneNode(false);
      old.append(target);
    }
    let at = target.firstElementChild;
    for (const row of [...section.children]) {
      const same = row.id && known.get(row.id);
      if (!row.id) {
        if (at && !at.id) at = at.nextElementSibling;
        else target.insertBefore(row, at);
      } else if (same) {
        known.delete(row.id);
        if (same === at) at = at.nextElementSibling;
        else target.insertBefore(same, at);
        if (!("same" in row.dataset)) patchRow(same, row);
      } else {
        row.classList.add("changed");
        target.insertBefore(row, at);
      }
    }
  }
  for (const row of known.values()) {
    if (!hooks.gone?.(row)) row.remove();
  }
  for (const section of [...old.children]) {
    if (![...fresh.children].some((each) => each.className === section.className)) section.remove();
  }
}

function patchRow(row, fresh) {
  if (fresh.dataset.v) {
    if (fresh.dataset.v === row.dataset.v) return;
    const focused = row.contains(document.activeElement);
    row.dataset.v = fresh.dataset.v;
    row.replaceChildren(...fresh.childNodes);
    if (focused) find("a", row)?.focus();
    row.classList.add("changed");
    setTimeout(() => row.classList.remove("changed"), 1600);
    return;
  }
  if (row.className !== fresh.className) row.className = fresh.className;
  [...fresh.children].forEach((cell, number) => {
    const old = row.children[number];
    if (!old) row.append(cell);
    else if (old.dataset.v !== cell.dataset.v) replaceCell(old, cell);
  });
}

function replaceCell(old, fresh) {
  if (hooks.cell?.(old, fresh)) return;
  fresh.classList.add("changed");
  old.replaceWith(fresh);
  setTimeout(() => fresh.classList.remove("changed"), 1600);
}

function hideEmpty() {
  for (const each of all("#problems")) each.hidden = !each.childElementCount;
}

hideEmpty();
listen();
