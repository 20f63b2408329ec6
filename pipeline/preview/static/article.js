// The page of one article: its keys and buttons, what confirms, reviews, repairs and undoes, and its notes.

import { mayWrite } from "/access.js";
import { close, hasDrafts, isDirty, lose, onEditorClick, onEditorInput, onEditorKey, open, patchCell, save } from "./editor.js";
import { all, ask, find, hooks, path, refresh, words } from "./preview.js";
import { across, count, currentSeg, enter, findNext, isOpen, jump, langOf, paragraph, place, say, segment, step } from "./sentences.js";
import { askWho } from "./who.js";

// ---- what is done to sentences ----

const isFuzzy = (seg) => seg?.dataset.state === "fuzzy";
const isUnreviewed = (seg) => ["translated", "folded"].includes(seg?.dataset.state) && !("reviewed" in seg.dataset);
const isRepairable = (seg) => Boolean(seg && "fix" in seg.dataset);
const agree = (seg) => isFuzzy(seg) && approve(seg, "save", words.confirmed);
const review = (seg) => isUnreviewed(seg) && approve(seg, "review", words.reviewed);

// What is approved is what somebody has read, so the catalog has to have the very translation that is on the page.
async function approve(seg, address, done) {
  if (!mayWrite || !(await askWho())) return;
  const lang = langOf(seg);
  const { base, key } = seg.dataset;
  const { status, data } = await ask(`${path("entry")}?${new URLSearchParams({ lang, key })}`);
  if (status !== 200) return say(data.problem);
  const isSame = base && data.base.startsWith(base);
  const { source, context, target } = data;
  const saved = isSame && (await ask(path(address), { lang, source, context, base: data.base, target }));
  if (!saved || saved.status === 409) say(words.changed);
  else say(saved.status === 200 ? done : saved.data.problem);
  refresh();
}

async function agreeAll(seg) {
  const fuzzy = seg ? paragraph(seg).filter(isFuzzy) : [];
  if (!mayWrite || !fuzzy.length || !(await askWho())) return;
  const read = Object.fromEntries(fuzzy.map(({ dataset: { key, base } }) => [key, base]));
  tellResult(await ask(path("confirm"), { lang: langOf(seg), read }), words.confirmed);
}

async function repair(seg) {
  if (!mayWrite || !isRepairable(seg)) return;
  const { key, base } = seg.dataset;
  tellResult(await ask(path("fix"), { lang: langOf(seg), key, base }), words.fixed);
}

function tellResult({ status, data }, done) {
  say(status === 200 ? done : data.problem);
  refresh();
}

async function move(address, done) {
  if (!mayWrite) return;
  const { status, data } = await ask(path(address), {});
  await refresh();
  if (data.problem) return say(data.problem);
  say({ done, nothing: words.nothing, changed: words.changedsince }[data.outcome]);
  const cell = (key) => all(`.cell[data-lang="${CSS.escape(data.lang)}"]`).find((each) => segment(key, each));
  const there = status === 200 && data.keys.length ? cell(data.keys[0]) : null;
  if (there) enter(segment(data.keys[0], there));
}

const undo = () => move("undo", words.undone);
const redo = () => move("redo", words.redone);

function showActions() {
  const seg = currentSeg();
  find(".agree").disabled = !isFuzzy(seg);
  find(".agree-all").disabled = !(seg && paragraph(seg).some(isFuzzy));
  find(".review").disabled = !isUnreviewed(seg);
}

// ---- keys ----

const keys = {
  u: () => jump("missing"),
  U: () => jump("missing", -1),
  f: () => jump("fuzzy"),
  F: () => jump("fuzzy", -1),
  d: () => jump("found"),
  D: () => jump("found", -1),
  c: () => agree(currentSeg()),
  C: () => agreeAll(currentSeg()),
  r: () => review(currentSeg()),
  x: () => repair(currentSeg()),
  z: undo,
  Z: redo,
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  ArrowRight: () => across(true),
  ArrowLeft: () => across(false),
};
// The same keys on an Armenian, a Russian or another keyboard.
const places = { KeyU: "u", KeyF: "f", KeyD: "d", KeyC: "c", KeyR: "r", KeyX: "x", KeyZ: "z" };

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("textarea, input, select, dialog")) return;
  const seg = event.target.closest?.(".seg[data-key]");
  if (event.key === "Escape") return closeNote();
  if (seg && (event.key === "Enter" || event.key === " ") && event.target === seg) {
    event.preventDefault();
    return open(seg);
  }
  if (event.key.startsWith("Arrow") && !seg) return;
  const letter = places[event.code];
  const act = keys[event.key] ?? (letter && keys[event.shiftKey ? letter.toUpperCase() : letter]);
  if (act) {
    event.preventDefault();
    act();
  }
}

// Sentences inside a whole block, such as a table, have no row of their own to be lit with.
function lightUp(event) {
  for (const seg of all(".seg.lit")) seg.classList.remove("lit");
  const seg = event.target.closest?.(".seg[data-key]");
  if (!seg) return;
  for (const each of all(`.seg[data-key="${CSS.escape(seg.dataset.key)}"]`)) each.classList.add("lit");
}

// ---- notes ----

const noteWindow = document.getElementById("note-window");

function showNote(link) {
  const note = document.getElementById(decodeURIComponent(link.getAttribute("href").slice(1)));
  if (!note || !noteWindow) return;
  const text = find(".seg, .block", note);
  if (!text) return;
  const copied = text.cloneNode(true);
  for (const each of [copied, ...all("*", copied)]) {
    for (const name of ["id", "tabindex", "data-key"]) each.removeAttribute(name);
  }
  copied.className = "note-text";
  const { lang, dir } = note.closest("[dir]") ?? document.documentElement;
  if (!copied.lang) copied.lang = lang;
  noteWindow.dir = dir;
  noteWindow.replaceChildren(copied);
  noteWindow.hidden = false;
  const box = link.getBoundingClientRect();
  const width = Math.min(360, innerWidth - 32);
  noteWindow.style.setProperty("width", `${width}px`);
  noteWindow.style.setProperty("left", `${scrollX + Math.max(16, Math.min(box.left - width / 3, innerWidth - width - 16))}px`);
  const below = box.bottom + noteWindow.offsetHeight + 16 < innerHeight;
  const top = below ? box.bottom + 4 : box.top - noteWindow.offsetHeight - 4;
  noteWindow.style.setProperty("top", `${scrollY + top}px`);
}

function closeNote() {
  if (noteWindow) noteWindow.hidden = true;
}

let leaving = 0;

function onOver(event) {
  const link = event.target.closest?.('a[role="doc-noteref"]');
  if (link) {
    clearTimeout(leaving);
    showNote(link);
  } else if (event.target.closest?.(".note-window")) {
    clearTimeout(leaving);
  } else if (noteWindow && !noteWindow.hidden) {
    clearTimeout(leaving);
    leaving = setTimeout(closeNote, 200);
  }
}

// ---- clicks ----

const buttons = {
  ".agree": () => agree(currentSeg()),
  ".agree-all": () => agreeAll(currentSeg()),
  ".review": () => review(currentSeg()),
  ".undo": undo,
  ".unfold": (button) => button.setAttribute("aria-expanded", document.body.classList.toggle("unfolded")),
  ".confirm": (button) => {
    const seg = find(".seg[data-key]", button.closest(".cell"));
    enter(seg);
    agree(seg);
  },
  ".fix": (button) => repair(segment(button.dataset.key, button.closest(".cell"))),
};

function onClick(event) {
  const target = event.target;
  const form = target.closest(".editor");
  if (form) {
    if (target.closest(".review-this")) return reviewThis(form);
    return onEditorClick(event, form);
  }
  for (const [name, act] of Object.entries(buttons)) {
    const button = target.closest(name);
    if (button) return act(button);
  }
  const button = target.closest("[data-jump]");
  if (button) return jump(button.dataset.jump, event.shiftKey ? -1 : 1);
  const seg = target.closest(".seg[data-key]");
  if (!seg || target.closest("a") || !getSelection().isCollapsed) return;
  enter(seg);
  open(seg);
}

function reviewThis(form) {
  const seg = segment(form.dataset.key, form.closest(".cell"));
  close(form);
  review(seg);
}

// ---- languages ----

// On a phone each line has the name of its language before it.
function nameLines() {
  const sheet = new CSSStyleSheet();
  for (const head of all(".head")) {
    const name = find(".head-name bdi", head).textContent.trim().replace(/["\\\n]/g, "");
    sheet.insertRule(`.cell[data-lang="${CSS.escape(head.dataset.lang)}"] { --language: "${name}"; }`);
  }
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}

// An address such as #open-ru leads to the first open sentence of that edition.
function openAsked() {
  const lang = decodeURIComponent(location.hash).match(/^#open-([\w-]+)$/)?.[1];
  if (!lang) return;
  const seg = findNext(isOpen, null, 1, lang);
  history.replaceState(null, "", location.pathname + location.search);
  if (!seg) return say(words.alldone);
  enter(seg);
  open(seg);
}

// ---- the start ----

hooks.cell = patchCell;
hooks.gone = (row) => {
  const forms = all(".editor", row);
  forms.forEach(lose);
  row.classList.toggle("gone", forms.length > 0);
  return forms.length > 0;
};
hooks.done = () => {
  count();
  showActions();
};

find(".jumps").hidden = false;
const first = find(".seg[data-key]");
if (first) first.tabIndex = 0;
count();
showActions();
nameLines();
document.addEventListener("keydown", onEditorKey, true);
document.addEventListener("keydown", onKey);
document.addEventListener("pointerover", lightUp);
document.addEventListener("focusin", lightUp);
document.addEventListener("pointerover", onOver);
document.addEventListener("focusin", onOver);
document.addEventListener("click", onClick);
document.addEventListener("input", onEditorInput);
document.addEventListener("focusin", (event) => {
  const seg = event.target.closest(".seg[data-key]");
  if (seg && seg === event.target) place.current = seg;
  showActions();
});
document.addEventListener("submit", (event) => {
  const form = event.target.closest(".editor");
  if (!form) return;
  event.preventDefault();
  save(form);
});
matchMedia("(max-width: 52rem)").addEventListener("change", count);
addEventListener("beforeunload", (event) => {
  if (hasDrafts() || all(".editor").some(isDirty)) event.preventDefault();
});
openAsked();
