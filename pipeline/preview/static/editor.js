// The editor of one sentence: what it shows and offers, saving, and meeting what others save meanwhile.

import { mayWrite } from "/access.js";
import { all, ask, find, path, refresh, words } from "./preview.js";
import { barEnd, enter, findNext, isOpen, place, say, scrollCalmly, segment } from "./sentences.js";
import { askWho } from "./who.js";

// ---- opening ----

export function open(seg) {
  if (!mayWrite) return;
  const cell = seg.closest(".cell");
  const known = all(".editor", cell).find((form) => form.dataset.key === seg.dataset.key);
  if (known) return areaOf(known).focus();
  for (const form of all(".editor")) if (!isDirty(form)) close(form, false);
  const form = document.getElementById("editor-template").content.firstElementChild.cloneNode(true);
  form.dataset.key = seg.dataset.key;
  form.dataset.edition = cell.dataset.lang;
  cell.append(form);
  cell.classList.add("editing");
  seg.classList.add("edited");
  begin(form);
}

const areaOf = (form) => find(".translation", form);

async function begin(form) {
  const { status, data } = await askEntry(form);
  if (!form.isConnected) return;
  if (status !== 200) return tell(form, data.problem);
  fill(form, data);
  takeDraft(form);
  const area = areaOf(form);
  area.readOnly = false;
  for (const button of all("button:disabled", form)) button.disabled = false;
  area.focus({ preventScroll: true });
  area.setSelectionRange(area.value.length, area.value.length);
  reveal(form);
  askMore(form);
}

// ---- what was typed and not saved ----

const drafts = new Map();
const draftOf = ({ dataset: { edition, key } }) => `${edition} ${key}`;

export const hasDrafts = () => drafts.size > 0;

function keepDraft(form) {
  if (!form.entry) return; // what was kept before still waits for its text
  if (!isDirty(form)) return drafts.delete(draftOf(form));
  drafts.set(draftOf(form), { target: areaOf(form).value, remark: remarkOf(form).value, base: form.entry.base });
  say(words.kept);
}

function takeDraft(form) {
  const draft = drafts.get(draftOf(form));
  if (!draft) return;
  areaOf(form).value = draft.target;
  remarkOf(form).value = draft.remark;
  find("details.remarks", form).open ||= hasNewRemark(form);
  grow(areaOf(form));
  say(words.kept);
  if (draft.base !== form.entry.base && draft.target !== form.entry.target) conflict(form, form.entry);
}

const asksFor = (what, { dataset: { edition, key } }) =>
  ask(`${path(what)}?${new URLSearchParams({ lang: edition, key })}`);
const askEntry = (form) => asksFor("entry", form);

// The whole editor is shown where there is room for it, else its text; Save stays in sight by itself.
function reveal(form) {
  const top = barEnd() + 8;
  const box = form.getBoundingClientRect();
  const room = innerHeight - top - 8;
  if (box.top >= top && box.bottom <= innerHeight - 8) return;
  if (box.height <= room) scrollCalmly(box.top < top ? box.top - top : box.bottom - innerHeight + 8);
  else scrollCalmly(areaOf(form).getBoundingClientRect().top - top - 28);
}

function fill(form, data) {
  const area = areaOf(form);
  form.entry = data;
  area.value = data.target;
  area.lang = form.dataset.edition;
  area.dir = data.direction;
  showSource(form, data);
  form.dataset.place = data.place;
  find(".copy", form).title = data.place;
  stretches(form, ".editor-previous", data.previous);
  line(form, ".editor-origin", data.origin);
  line(form, ".editor-unsure", data.state === "fuzzy" && !data.origin && !data.previous.length ? " " : "");
  line(form, ".editor-notes", data.notes.join(" · "));
  find(".review-this", form).hidden = !["translated", "folded"].includes(data.state) || data.reviewed;
  fillRemarks(form, data);
  placeholders(form, data.placeholders);
  findings(form, data.findings);
  grow(area);
}

// The source stands once: in its own column, as translators write it, or here if that column is not shown.
function showSource(form, { source, sourceLang, sourceDirection, context }) {
  const cells = [...form.closest(".row").children];
  const cell = cells.find((each) => each.dataset.lang === sourceLang && each.offsetParent);
  const seg = cell && cell !== form.closest(".cell") ? segment(form.dataset.key, cell) : null;
  for (const name of [".source-text", ".previous-text", ".former-source"]) {
    find(name, form).lang = sourceLang;
    find(name, form).dir = sourceDirection;
  }
  find(".source-text", form).textContent = source;
  find(".source-context", form).textContent = context ?? "";
  const isThere = seg && !seg.closest(".block");
  find(".editor-source", form).hidden = Boolean(isThere) && !context;
  find(".source-text", form).hidden = Boolean(isThere);
  if (!isThere || seg.textContent.trim() === source) return;
  const raw = document.createElement(seg.localName);
  raw.className = "raw";
  raw.textContent = source;
  find(".raw", cell)?.remove();
  seg.after(raw);
  seg.classList.add("covered");
}

function uncover(row) {
  for (const raw of all(".raw", row)) raw.remove();
  for (const seg of all(".covered", row)) seg.classList.remove("covered");
}

function line(form, name, text) {
  const found = find(name, form);
  found.hidden = !text;
  find(".line-text", found).textContent = text.trim();
}

function parts(found) {
  return found.map(({ text, change }) => {
    const made = document.createElement({ gone: "del", new: "ins" }[change] ?? "span");
    made.textContent = text;
    return made;
  });
}

function stretches(form, name, found) {
  const shown = find(name, form);
  shown.hidden = !found.length;
  find(".stretches", shown).replaceChildren(...parts(found));
}

// ---- placeholders, findings, offers ----

function insert(form, text) {
  const area = areaOf(form);
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  typed(area);
}

function put(form, text) {
  const area = areaOf(form);
  area.focus();
  area.select();
  // As if typed, so that the browser's own undo knows the text before.
  if (!document.execCommand("insertText", false, text)) area.value = text;
  typed(area);
}

function typed(area) {
  area.focus();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

const make = (name, className, text = "") => {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
};

function makeButton(className, ...inside) {
  const made = make("button", className);
  made.type = "button";
  made.replaceChildren(...inside);
  return made;
}

function placeholders(form, found) {
  const shown = find(".placeholders", form);
  shown.hidden = !found.length;
  shown.replaceChildren(
    ...found.map(({ name, shown: meaning }) => {
      const words = make("span", "meaning", meaning);
      words.lang = form.entry.sourceLang;
      words.dir = "auto";
      const button = makeButton("", make("span", "name", name), ...(meaning ? [" ", words] : []));
      button.title = meaning;
      button.addEventListener("click", () => insert(form, name));
      return button;
    }),
  );
}

function insertMissing(form) {
  const text = areaOf(form).value;
  const missing = form.entry.placeholders.find(({ name }) => !text.includes(name));
  if (missing) insert(form, missing.name);
}

function findings(form, found) {
  find(".findings", form).replaceChildren(
    ...found.map(({ severity, message, replacement }) => {
      const item = make("li", severity, message);
      item.lang = document.documentElement.lang;
      if (replacement) {
        const button = makeButton("repair", words.fix);
        button.title = replacement;
        button.addEventListener("click", () => put(form, replacement));
        item.append(" ", button);
      }
      return item;
    }),
  );
}

const MOST_KEYS = 9;

async function askMore(form) {
  const [offers, former] = await Promise.all([asksFor("offers", form), isDone(form) ? asksFor("former", form) : null]);
  if (!form.isConnected) return;
  if (offers.status === 200) showOffers(form, offers.data);
  if (former?.status === 200) {
    const { told, source, target } = former.data;
    find(".editor-former", form).hidden = !source.length && !target.length;
    find(".former-told", form).textContent = told;
    find(".former-source", form).replaceChildren(...parts(source));
    find(".former-target", form).replaceChildren(...parts(target));
    find(".former-target", form).lang = form.dataset.edition;
    find(".former-target", form).dir = form.entry.direction;
  }
  reveal(form);
}

const isDone = (form) => !form.entry.reviewed && form.entry.state !== "missing";

function showOffers(form, { memory, terms, machine }) {
  const items = memory.map((offer) => memoryOffer(form, offer));
  for (const term of terms) {
    const [first, ...others] = term.names.length ? term.names : [""];
    items.push(termOffer(form, term, first));
    for (const name of others) items.push(termOffer(form, { name: term.name, forbidden: [], notes: [] }, name));
  }
  let number = 0;
  for (const button of items.map((item) => find("button", item)).filter(Boolean).slice(0, MOST_KEYS)) {
    number += 1;
    button.dataset.number = number;
    button.setAttribute("aria-keyshortcuts", `Alt+${number}`);
    button.prepend(make("kbd", "", `Alt+${number}`), " ");
  }
  find(".offers", form).hidden = !items.length;
  find(".offer-list", form).replaceChildren(...items);
  const ask = find(".ask-machine", form);
  ask.hidden = !machine || form.entry.state !== "missing";
  find(".machine-name", ask).textContent = machine;
}

function offerText(form, text) {
  const made = make("span", "offer-text", text);
  made.lang = form.dataset.edition;
  made.dir = form.entry.direction;
  return made;
}

function memoryOffer(form, { target, score, from, previous }) {
  const item = make("li", "memory");
  const button = makeButton("offer", offerText(form, target));
  button.addEventListener("click", () => put(form, target));
  item.append(button, " ", make("span", "offer-from", `${score} · ${from}`));
  if (previous.length) {
    const changes = make("span", "offer-changes");
    changes.lang = form.entry.sourceLang;
    changes.dir = form.entry.sourceDirection;
    changes.append(...parts(previous));
    item.append(changes);
  }
  return item;
}

// A name of a term, as a button, and what the glossary says about the term; one without a name is only told.
function termOffer(form, { name: term, forbidden, notes }, name) {
  const item = make("li", "term");
  const told = make("span", "offer-from", term);
  told.lang = form.entry.sourceLang;
  if (name) {
    const button = makeButton("offer", offerText(form, name));
    button.addEventListener("click", () => insert(form, name));
    item.append(button, " ");
  }
  item.append(told);
  const facts = [...(forbidden.length ? [`${words.forbidden}: ${forbidden.join(", ")}`] : []), ...notes];
  if (facts.length) item.append(make("span", "offer-from", ` · ${facts.join(" · ")}`));
  return item;
}

async function askMachine(form) {
  const button = find(".ask-machine", form);
  if (button.hidden || button.disabled || isDirty(form)) return;
  button.disabled = true;
  tell(form, "");
  say(words.asking);
  const { edition, key } = form.dataset;
  const { status, data } = await ask(path("machine"), { lang: edition, key });
  say(status === 200 ? words.machined : "");
  if (!form.isConnected) return refresh();
  button.disabled = false;
  if (status !== 200) return tell(form, data.problem);
  const fresh = await askEntry(form);
  if (fresh.status === 200 && !isDirty(form)) fill(form, fresh.data);
  button.hidden = true;
  areaOf(form).focus();
  refresh();
}

// ---- remarks ----

const remarkOf = (form) => find(".remark-text", form);

function fillRemarks(form, { remarks }) {
  remarkOf(form).value = remarks;
  find("details.remarks", form).open ||= Boolean(remarks);
}

const hasNewRemark = (form) => remarkOf(form).value.trim() !== form.entry.remarks;

async function saveRemark(form) {
  const { source, context, remarksBase } = form.entry;
  const asked = { lang: form.dataset.edition, source, context, base: remarksBase, target: remarkOf(form).value };
  const { status, data } = await ask(path("remark"), asked);
  if (status === 409) {
    // What the other wrote comes before one's own words, and nothing is written yet.
    const own = remarkOf(form).value.split("\n").filter((each) => !data.target.split("\n").includes(each));
    remarkOf(form).value = [data.target, ...own].join("\n");
    form.entry.remarksBase = data.base;
    tell(form, words.remarkmet);
    return false;
  }
  if (status !== 200) {
    tell(form, data.problem);
    return false;
  }
  form.entry.remarks = data.target;
  form.entry.remarksBase = data.base;
  return true;
}

async function saveRemarkOnly(form) {
  tell(form, "");
  if (!(await saveRemark(form))) return;
  say(words.remarked);
  if (isDirty(form)) return areaOf(form).focus();
  close(form);
  refresh();
}

// ---- typing ----

export const isDirty = (form) =>
  Boolean(form.entry) && (areaOf(form).value !== form.entry.target || hasNewRemark(form));
const isRetyped = (form) => form.entry && areaOf(form).value !== form.entry.target;

function tell(form, sentence) {
  const found = find(".editor-problem", form);
  found.textContent = sentence ?? "";
  found.hidden = !sentence;
}

function grow(area) {
  area.style.setProperty("height", "auto");
  area.style.setProperty("height", `${area.scrollHeight + 4}px`);
}

let typing = 0;

export function onEditorInput(event) {
  const form = event.target.closest(".editor");
  if (!form?.entry) return;
  grow(event.target);
  if (event.target !== areaOf(form)) return;
  clearTimeout(typing);
  typing = setTimeout(async () => {
    const target = event.target.value;
    const { source, context } = form.entry;
    const { status, data } = await ask(path("check"), { lang: form.dataset.edition, source, context, target });
    if (status === 200 && event.target.value === target) findings(form, data.findings);
  }, 250);
}

// ---- saving ----

export async function save(form, isMoving = true) {
  if (!form.entry) return;
  tell(form, "");
  const seg = segment(form.dataset.key, form.closest(".cell"));
  const wasOpen = isMoving && Boolean(seg && isOpen(seg));
  if (!(await askWho())) return areaOf(form).focus();
  if (hasNewRemark(form) && !(await saveRemark(form))) return;
  const target = areaOf(form).value;
  const { source, context, base } = form.entry;
  const { status, data } = await ask(path("save"), { lang: form.dataset.edition, source, context, base, target });
  if (status === 200) {
    drafts.delete(draftOf(form));
    const goesOn = wasOpen && !form.isLeft;
    const next = goesOn && seg.isConnected ? findNext(isOpen, seg, 1, form.dataset.edition) : null;
    close(form);
    if (next) {
      enter(next);
      open(next);
    } else if (goesOn) say(words.alldone);
    refresh();
  } else if (form.isLeft) {
    say(data.problem ?? words.changed);
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

// A cell came anew from the server: one that is being edited waits, the others are replaced.
export function patchCell(old, fresh) {
  const editors = all(".editor", old);
  if (editors.length) {
    for (const form of editors) meet(form, fresh);
    if (editors.some((form) => form.isConnected)) return true;
  }
  const focused = old.contains(document.activeElement) ? document.activeElement.dataset.key : null;
  const kept = place.current && old.contains(place.current) ? place.current.dataset.key : null;
  fresh.classList.add("changed");
  old.replaceWith(fresh);
  if (kept) place.current = segment(kept, fresh) ?? null;
  if (focused) segment(focused, fresh)?.focus();
  setTimeout(() => fresh.classList.remove("changed"), 1600);
  return true;
}

// A row whose cell is being edited has changed on disk.
async function meet(form, fresh) {
  const now = segment(form.dataset.key, fresh);
  const isSame = () => form.entry.base.startsWith(now.dataset.base);
  if (!now || !form.entry || (isSame() && isDirty(form))) return;
  const { status, data } = await askEntry(form);
  if (!form.isConnected || (isSame() && isDirty(form))) return;
  if (status !== 200) return tell(form, data.problem);
  if (!isDirty(form)) return fill(form, data);
  if (areaOf(form).value !== data.target) return conflict(form, data);
  if (hasNewRemark(form)) return;
  close(form);
  refresh();
}

export function lose(form) {
  tell(form, words.gone);
  find(".primary", form).disabled = true;
}

export function close(form, focus = true) {
  if (!form.isConnected) return; // saved, and seen to be saved on disk, at the same time
  const cell = form.closest(".cell");
  const row = form.closest(".row");
  const seg = segment(form.dataset.key, cell);
  form.remove();
  uncover(row);
  seg?.classList.remove("edited");
  cell.classList.toggle("editing", Boolean(find(".editor", cell)));
  cell.dataset.v = "";
  document.getElementById("rows").dataset.version = ""; // what was held back meanwhile has to come again
  if (row.classList.contains("gone")) return row.remove();
  if (focus) enter(seg);
}

// ---- buttons and keys ----

export function onEditorClick(event, form) {
  const hit = (name) => event.target.closest(name);
  if (hit(".cancel") || hit(".take-theirs")) {
    drafts.delete(draftOf(form));
    close(form);
    refresh();
  } else if (hit(".copy")) copy(form, hit(".copy"));
  else if (hit(".ask-machine")) askMachine(form);
  else if (hit(".save-remark")) saveRemarkOnly(form);
  else if (hit("summary")) setTimeout(() => find("details.remarks", form).open && remarkOf(form).focus());
  else if (hit(".take-mine")) {
    form.entry.base = form.theirs.base;
    find(".editor-conflict", form).hidden = true;
    save(form, false);
  }
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

// Positions on the keyboard, for with Alt some layouts give other letters.
const altKeys = {
  KeyP: insertMissing,
  KeyM: askMachine,
  KeyR: (form) => {
    find("details.remarks", form).open = true;
    remarkOf(form).focus();
  },
};

// An editor has the focus only once it has its text; until then Escape closes it from anywhere.
const waitingFor = ({ key, target }) =>
  key === "Escape" && !target.closest("dialog") ? all(".editor").find((form) => !form.entry) : null;

export function onEditorKey(event) {
  const form = event.target.closest(".editor") ?? waitingFor(event);
  if (!form) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    if (event.target === remarkOf(form)) saveRemarkOnly(form);
    else save(form);
  } else if (event.key === "Escape") {
    event.stopPropagation();
    form.isLeft = true; // a save that is on its way then does not open the next sentence
    keepDraft(form);
    close(form);
    refresh();
  } else if (event.altKey && !event.ctrlKey && !event.metaKey && form.entry) {
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
    const offer = digit && find(`[data-number="${digit}"]`, form);
    const act = altKeys[event.code];
    if (!offer && !act) return;
    event.preventDefault();
    if (offer) offer.click();
    else act(form);
  }
}
