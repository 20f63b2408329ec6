// What the pages of the preview do by themselves: they follow the files on disk, and take translations.
// Reading needs none of this. No text from an article is ever put into the page as HTML by this script, except rows
// that the server made harmless.

import { mayWrite } from "/access.js";

const body = document.body;
document.documentElement.classList.toggle("reader", !mayWrite);
document.documentElement.classList.add("script");
const isArticle = body.classList.contains("article");
const words = document.getElementById("words")?.dataset ?? {};

export const find = (selector, inside = document) => inside.querySelector(selector);
export const all = (selector, inside = document) => [...inside.querySelectorAll(selector)];

// ---- the server ----

export async function ask(address, data) {
  const wish = data
    ? { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(data) }
    : {};
  try {
    const answer = await fetch(address, { credentials: "same-origin", ...wish });
    return { status: answer.status, data: await answer.json() };
  } catch {
    return { status: 0, data: { problem: words.unreachable } };
  }
}

const path = (what) => `/${what}/${encodeURIComponent(body.dataset.stem).replaceAll("%2F", "/")}`;

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

const isDue = () => "due" in (document.getElementById("rows")?.dataset ?? {});

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
  count();
  if (isArticle) showApprovals();
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
    if (find(".editor", row)) lose(row);
    else row.remove();
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
    else if (old.dataset.v !== cell.dataset.v) patchCell(old, cell);
  });
}

function patchCell(old, fresh) {
  const editors = all(".editor", old);
  if (editors.length) {
    for (const form of editors) meet(form, fresh);
    if (editors.some((form) => form.isConnected)) return;
  }
  const focused = old.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const kept = current && old.contains(current) ? current.dataset.key : null;
  fresh.classList.add("changed");
  old.replaceWith(fresh);
  if (kept) current = segment(kept, fresh) ?? null;
  if (focused) segment(focused, fresh)?.focus();
  setTimeout(() => fresh.classList.remove("changed"), 1600);
}

const segment = (key, inside) => {
  const found = find(`.seg[data-key="${CSS.escape(key)}"]`, inside);
  if (found) found.tabIndex = 0;
  return found;
};

function hideEmpty() {
  for (const each of all("#problems")) each.hidden = !each.childElementCount;
}

// ---- going about ----

let current = null;

function enter(seg) {
  if (!seg) return;
  if (current && current !== seg) current.tabIndex = -1;
  current = seg;
  seg.tabIndex = 0;
  seg.focus({ preventScroll: true });
  const box = seg.getBoundingClientRect();
  const top = (find(".bar")?.getBoundingClientRect().bottom ?? 0) + 60;
  if (box.top < top || box.bottom > innerHeight - 80) {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    scrollBy({ top: box.top - innerHeight / 3, behavior: calm ? "instant" : "smooth" });
  }
}

// The columns stand in the order of the page's own language.
const isLeftward = document.documentElement.dir === "rtl";

const kinds = {
  missing: (seg) => seg.dataset.state === "missing",
  fuzzy: (seg) => seg.dataset.state === "fuzzy",
  found: (seg) => seg.dataset.found > 0,
};

function jump(kind, step = 1) {
  const segs = all(".seg[data-key]").filter((seg) => seg.offsetParent);
  const from = segs.indexOf(current?.isConnected ? current : null);
  for (let n = 1; n <= segs.length; n += 1) {
    const seg = segs[(((from + step * n) % segs.length) + segs.length) % segs.length];
    if (kinds[kind](seg)) return enter(seg);
  }
}

function count() {
  for (const button of all("[data-jump]")) {
    const kind = button.dataset.jump;
    const total = all(".head").reduce((sum, head) => sum + Number(head.dataset[kind]), 0); // as the server counts texts
    const number = new Intl.NumberFormat(document.documentElement.lang).format(total);
    find("b", button).textContent = kind === "found" && isDue() ? `${number}…` : number;
    button.disabled = !total;
  }
}

function step(by) {
  if (!current?.isConnected) return enter(find(".seg[data-key]"));
  const lang = current.closest(".cell").dataset.lang;
  const segs = all(`.cell[data-lang="${lang}"] .seg[data-key]`);
  enter(segs[segs.indexOf(current) + by]);
}

function across(by) {
  if (!current?.isConnected) return;
  const cell = current.closest(".cell");
  const next = by > 0 ? cell.nextElementSibling : cell.previousElementSibling;
  if (next) enter(segment(current.dataset.key, next) ?? find(".seg[data-key]", next));
}

const keys = {
  u: () => jump("missing"),
  U: () => jump("missing", -1),
  f: () => jump("fuzzy"),
  F: () => jump("fuzzy", -1),
  d: () => jump("found"),
  D: () => jump("found", -1),
  c: () => agree(current),
  r: () => review(current),
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  ArrowRight: () => across(isLeftward ? -1 : 1),
  ArrowLeft: () => across(isLeftward ? 1 : -1),
};
// The same keys on an Armenian, a Russian or another keyboard.
const places = { KeyU: "u", KeyF: "f", KeyD: "d", KeyC: "c", KeyR: "r" };

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("textarea, input, select")) return;
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

// ---- confirming what is fuzzy, and reviewing what is translated ----

let saying = 0;

function say(sentence) {
  const line = document.getElementById("said");
  line.textContent = sentence ?? "";
  clearTimeout(saying);
  saying = setTimeout(() => (line.textContent = ""), 6000);
}

const isFuzzy = (seg) => seg?.dataset.state === "fuzzy";
const isUnreviewed = (seg) => ["translated", "folded"].includes(seg?.dataset.state) && !("reviewed" in seg.dataset);
const agree = (seg) => isFuzzy(seg) && approve(seg, "save", words.confirmed);
const review = (seg) => isUnreviewed(seg) && approve(seg, "review", words.reviewed);

// What is approved is what somebody has read, so the catalog has to have the very translation that is on the page.
async function approve(seg, address, done) {
  if (!mayWrite) return;
  const lang = seg.closest(".cell").dataset.lang;
  const { base, key } = seg.dataset;
  const { status, data } = await ask(`${path("entry")}?${new URLSearchParams({ lang, key })}`);
  if (status !== 200) return say(data.problem);
  const isSame = base && data.base.startsWith(base);
  const saved = isSame && (await ask(path(address), { lang, source: data.source, context: data.context, base: data.base, target: data.target }));
  if (!saved || saved.status === 409) say(words.changed);
  else say(saved.status === 200 ? done : saved.data.problem);
  refresh();
}

function showApprovals() {
  const seg = current?.isConnected ? current : null;
  find(".agree").disabled = !isFuzzy(seg);
  find(".review").disabled = !isUnreviewed(seg);
}

// ---- notes ----

const noteWindow = document.getElementById("note-window");

function showNote(link) {
  const note = document.getElementById(decodeURIComponent(link.getAttribute("href").slice(1)));
  if (!note || !noteWindow) return;
  const text = find(".seg, .block", note);
  if (!text) return;
  const copy = text.cloneNode(true);
  for (const each of [copy, ...all("*", copy)]) {
    for (const name of ["id", "tabindex", "data-key"]) each.removeAttribute(name);
  }
  copy.className = "note-text";
  const { lang, dir } = note.closest("[dir]") ?? document.documentElement;
  if (!copy.lang) copy.lang = lang;
  noteWindow.dir = dir;
  noteWindow.replaceChildren(copy);
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

// ---- editing ----

function open(seg) {
  if (!mayWrite) return;
  const cell = seg.closest(".cell");
  const known = all(".editor", cell).find((form) => form.dataset.key === seg.dataset.key);
  if (known) return find("textarea", known).focus();
  for (const form of all(".editor")) if (!isDirty(form)) close(form, false);
  const form = document.getElementById("editor-template").content.firstElementChild.cloneNode(true);
  form.dataset.key = seg.dataset.key;
  form.dataset.edition = cell.dataset.lang;
  cell.append(form);
  cell.classList.add("editing");
  begin(form);
}

async function begin(form) {
  const { status, data } = await askEntry(form);
  if (status !== 200) return tell(form, data.problem);
  fill(form, data);
  const area = find("textarea", form);
  area.readOnly = false;
  for (const button of all("button:disabled", form)) button.disabled = false;
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
}

const askEntry = ({ dataset: { edition, key } }) =>
  ask(`${path("entry")}?${new URLSearchParams({ lang: edition, key })}`);

function fill(form, data) {
  const area = find("textarea", form);
  form.entry = data;
  area.value = data.target;
  area.lang = form.dataset.edition;
  area.dir = data.direction;
  find(".source-text", form).textContent = data.source;
  for (const name of [".source-text", ".previous-text"]) {
    find(name, form).lang = data.sourceLang;
    find(name, form).dir = data.sourceDirection;
  }
  find(".source-context", form).textContent = data.context ?? "";
  form.dataset.place = data.place;
  find(".copy", form).title = data.place;
  previous(form, data);
  origin(form, data);
  placeholders(form, data.placeholders);
  findings(form, data.findings);
  grow(area);
}

function previous(form, { previous: stretches }) {
  const line = find(".editor-previous", form);
  line.hidden = !stretches.length;
  find(".previous-text", form).replaceChildren(
    ...stretches.map(({ text, change }) => {
      const made = document.createElement({ gone: "del", new: "ins" }[change] ?? "span");
      made.textContent = text;
      return made;
    }),
  );
}

function origin(form, { origin: text }) {
  find(".editor-origin", form).hidden = !text;
  find(".origin-text", form).textContent = text;
}

function placeholders(form, found) {
  const line = find(".placeholders", form);
  line.hidden = !found.length;
  line.replaceChildren(
    ...found.map(({ name, shown }) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = name;
      button.title = shown;
      button.addEventListener("click", () => {
        const area = find("textarea", form);
        area.setRangeText(name, area.selectionStart, area.selectionEnd, "end");
        area.focus();
        area.dispatchEvent(new Event("input", { bubbles: true }));
      });
      return button;
    }),
  );
}

function findings(form, found) {
  find(".findings", form).replaceChildren(
    ...found.map(({ severity, message }) => {
      const item = document.createElement("li");
      item.className = severity;
      item.lang = document.documentElement.lang;
      item.textContent = message;
      return item;
    }),
  );
}

const isDirty = (form) => form.entry && find("textarea", form).value !== form.entry.target;

function tell(form, sentence) {
  const line = find(".editor-problem", form);
  line.textContent = sentence ?? "";
  line.hidden = !sentence;
}

function grow(area) {
  area.style.setProperty("height", "auto");
  area.style.setProperty("height", `${area.scrollHeight + 4}px`);
}

let typing = 0;

function onInput(event) {
  const form = event.target.closest(".editor");
  if (!form?.entry) return;
  grow(event.target);
  clearTimeout(typing);
  typing = setTimeout(async () => {
    const target = event.target.value;
    const { source, context } = form.entry;
    const { status, data } = await ask(path("check"), { lang: form.dataset.edition, source, context, target });
    if (status === 200 && event.target.value === target) findings(form, data.findings);
  }, 250);
}

async function save(form) {
  if (!form.entry) return;
  tell(form, "");
  const target = find("textarea", form).value;
  const { source, context, base } = form.entry;
  const { status, data } = await ask(path("save"), { lang: form.dataset.edition, source, context, base, target });
  if (status === 200) {
    close(form);
    refresh();
  } else if (status === 409) {
    conflict(form, data);
  } else {
    tell(form, data.problem);
  }
}

function conflict(form, { target, base }) {
  const box = find(".editor-conflict", form);
  form.theirs = { target, base };
  find(".theirs", box).textContent = target || "—";
  find(".theirs", box).lang = form.dataset.edition;
  find(".theirs", box).dir = form.entry.direction;
  box.hidden = false;
}

// A row whose cell is being edited has changed on disk.
async function meet(form, fresh) {
  const now = segment(form.dataset.key, fresh);
  if (!now || !form.entry || form.entry.base.startsWith(now.dataset.base)) return;
  const { status, data } = await askEntry(form);
  if (!form.isConnected || form.entry.base.startsWith(now.dataset.base)) return;
  if (status !== 200) return tell(form, data.problem);
  if (!isDirty(form)) return fill(form, data);
  if (find("textarea", form).value !== data.target) return conflict(form, data);
  close(form);
  refresh();
}

function lose(row) {
  for (const form of all(".editor", row)) {
    tell(form, words.gone);
    find(".primary", form).disabled = true;
  }
  row.classList.add("gone");
}

function close(form, focus = true) {
  if (!form.isConnected) return; // saved, and seen to be saved on disk, at the same time
  const cell = form.closest(".cell");
  const row = form.closest(".row");
  form.remove();
  cell.classList.toggle("editing", Boolean(find(".editor", cell)));
  cell.dataset.v = "";
  document.getElementById("rows").dataset.version = ""; // what was held back meanwhile has to come again
  if (row.classList.contains("gone")) return row.remove();
  if (focus) enter(segment(form.dataset.key, cell));
}

function onClick(event) {
  const target = event.target;
  const form = target.closest(".editor");
  if (form) {
    if (target.closest(".cancel")) {
      close(form);
      refresh();
    } else if (target.closest(".copy")) copy(form, target.closest(".copy"));
    else if (target.closest(".take-theirs")) {
      close(form);
      refresh();
    } else if (target.closest(".take-mine")) {
      form.entry.base = form.theirs.base;
      find(".editor-conflict", form).hidden = true;
      save(form);
    }
    return;
  }
  if (target.closest(".agree")) return agree(current);
  if (target.closest(".review")) return review(current);
  if (target.closest(".confirm")) {
    const seg = find(".seg[data-key]", target.closest(".cell"));
    enter(seg);
    return agree(seg);
  }
  const button = target.closest("[data-jump]");
  if (button) return jump(button.dataset.jump, event.shiftKey ? -1 : 1);
  const seg = target.closest(".seg[data-key]");
  if (!seg || target.closest("a") || !getSelection().isCollapsed) return;
  enter(seg);
  open(seg);
}

async function copy(form, button) {
  const text = form.dataset.place;
  const said = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = `${button.dataset.done}: ${text}`;
  } catch {
    button.textContent = text;
  }
  setTimeout(() => (button.textContent = said), 4000);
}

function onEditorKey(event) {
  const form = event.target.closest(".editor");
  if (!form) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    save(form);
  } else if (event.key === "Escape") {
    event.stopPropagation();
    close(form);
    refresh();
  }
}

// ---- the start ----

if (isArticle) {
  find(".jumps").hidden = false;
  const first = find(".seg[data-key]");
  if (first) first.tabIndex = 0;
  current = null;
  count();
  hideEmpty();
  document.addEventListener("keydown", onEditorKey, true);
  document.addEventListener("keydown", onKey);
  document.addEventListener("pointerover", lightUp);
  document.addEventListener("focusin", lightUp);
  document.addEventListener("pointerover", onOver);
  document.addEventListener("focusin", onOver);
  document.addEventListener("click", onClick);
  document.addEventListener("input", onInput);
  document.addEventListener("focusin", (event) => {
    const seg = event.target.closest(".seg[data-key]");
    if (seg && seg === event.target) current = seg;
    showApprovals();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest(".editor");
    if (!form) return;
    event.preventDefault();
    save(form);
  });
  addEventListener("beforeunload", (event) => {
    if (all(".editor").some(isDirty)) event.preventDefault();
  });
}
listen();
