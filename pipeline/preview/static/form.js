// The form of a sentence's editor: its fields, what is in them, and putting text into them.

import { ask, find, path } from "./preview.js";
import { barEnd, scrollCalmly } from "./sentences.js";

// ---- fields ----

export const areaOf = (form) => find(".translation", form);
export const remarkOf = (form) => find(".remark-text", form);

export function fillRemarks(form, { remarks }) {
  remarkOf(form).value = remarks;
  find("details.remarks", form).open ||= Boolean(remarks);
}

export const hasNewRemark = (form) => remarkOf(form).value.trim() !== form.entry.remarks;

export const isDirty = (form) =>
  Boolean(form.entry) && (areaOf(form).value !== form.entry.target || hasNewRemark(form));

export function tell(form, sentence) {
  const found = find(".editor-problem", form);
  found.textContent = sentence ?? "";
  found.hidden = !sentence;
}

export function grow(area) {
  area.style.setProperty("height", "auto");
  area.style.setProperty("height", `${area.scrollHeight + 4}px`);
}

// ---- showing ----

// The whole editor is shown where there is room for it, else its text; Save stays in sight by itself.
export function reveal(form) {
  const top = barEnd() + 8;
  const box = form.getBoundingClientRect();
  const room = innerHeight - top - 8;
  if (box.top >= top && box.bottom <= innerHeight - 8) return;
  if (box.height <= room) scrollCalmly(box.top < top ? box.top - top : box.bottom - innerHeight + 8);
  else scrollCalmly(areaOf(form).getBoundingClientRect().top - top - 28);
}

export function line(form, name, text) {
  const found = find(name, form);
  found.hidden = !text;
  find(".line-text", found).textContent = text.trim();
}

export function parts(found) {
  return found.map(({ text, change }) => {
    const made = document.createElement({ gone: "del", new: "ins" }[change] ?? "span");
    made.textContent = text;
    return made;
  });
}

export function stretches(form, name, found) {
  const shown = find(name, form);
  shown.hidden = !found.length;
  find(".stretches", shown).replaceChildren(...parts(found));
}

// ---- putting text in ----

export function insert(form, text) {
  const area = areaOf(form);
  area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  typed(area);
}

export function put(form, text) {
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

export const make = (name, className, text = "") => {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
};

export function makeButton(className, ...inside) {
  const made = make("button", className);
  made.type = "button";
  made.replaceChildren(...inside);
  return made;
}

// ---- asking the server ----

export const asksFor = (what, { dataset: { edition, key } }) =>
  ask(`${path(what)}?${new URLSearchParams({ lang: edition, key })}`);
export const askEntry = (form) => asksFor("entry", form);
