// The sentences of an article's page: which one is the current one, and the ways from one to another.

import { all, find, isDue } from "./preview.js";

export const place = { current: null };

export const segment = (key, inside) => {
  const found = find(`.seg[data-key="${CSS.escape(key)}"]`, inside);
  if (found) found.tabIndex = 0;
  return found;
};

export const langOf = (seg) => seg.closest(".cell").dataset.lang;
export const currentSeg = () => (place.current?.isConnected ? place.current : null);

export const barEnd = () => {
  const box = find(".bar")?.getBoundingClientRect();
  return Math.max(box?.bottom ?? 0, 0);
};

export const scrollCalmly = (top) => {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  scrollBy({ top, behavior: calm ? "instant" : "smooth" });
};

export function enter(seg) {
  if (!seg) return;
  if (place.current && place.current !== seg) place.current.tabIndex = -1;
  place.current = seg;
  seg.tabIndex = 0;
  seg.focus({ preventScroll: true });
  const box = seg.getBoundingClientRect();
  if (box.top < barEnd() + 60 || box.bottom > innerHeight - 80) scrollCalmly(box.top - innerHeight / 3);
}

export const kinds = {
  missing: (seg) => seg.dataset.state === "missing",
  fuzzy: (seg) => seg.dataset.state === "fuzzy",
  found: (seg) => seg.dataset.found > 0,
};

export const isOpen = (seg) => kinds.missing(seg) || kinds.fuzzy(seg);

// The next sentence of a kind after one, around the end of the page; nothing if there is no other.
export function findNext(wanted, from, step = 1, lang = "") {
  const inside = lang ? `.cell[data-lang="${CSS.escape(lang)}"] .seg[data-key]` : ".seg[data-key]";
  const segs = all(inside).filter((seg) => seg.offsetParent || seg === from);
  const start = segs.indexOf(from);
  for (let n = 1; n <= segs.length; n += 1) {
    const seg = segs[(((start + step * n) % segs.length) + segs.length) % segs.length];
    if (seg !== from && wanted(seg)) return seg;
  }
  return null;
}

export const jump = (kind, step = 1) => {
  const here = currentSeg();
  enter(findNext(kinds[kind], here, step) ?? (here && kinds[kind](here) ? here : null));
};

// A phone shows two editions, and counts those.
export function count() {
  const heads = all(".head").filter((head) => head.offsetParent);
  for (const button of all("[data-jump]")) {
    const kind = button.dataset.jump;
    const total = heads.reduce((sum, head) => sum + Number(head.dataset[kind]), 0); // as the server counts texts
    const number = new Intl.NumberFormat(document.documentElement.lang).format(total);
    find("b", button).textContent = kind === "found" && isDue() ? `${number}…` : number;
    button.disabled = !total;
  }
}

export function step(by) {
  const here = currentSeg();
  if (!here) return enter(all(".seg[data-key]").find((seg) => seg.offsetParent));
  const segs = all(`.cell[data-lang="${langOf(here)}"] .seg[data-key]`).filter((seg) => seg.offsetParent);
  enter(segs[segs.indexOf(here) + by]);
}

// The columns stand in the order of the page's own language.
const isLeftward = document.documentElement.dir === "rtl";

export function across(right) {
  const here = currentSeg();
  if (!here) return;
  const cell = here.closest(".cell");
  const next = right !== isLeftward ? cell.nextElementSibling : cell.previousElementSibling;
  if (next?.offsetParent) enter(segment(here.dataset.key, next) ?? find(".seg[data-key]", next));
}

// The sentences of one edition that stand in the same paragraph, list item or table as this one.
export function paragraph(seg) {
  const lang = langOf(seg);
  const begins = (row) => row.classList.contains("first") || row.classList.contains("heading") || find(".block", row);
  const rows = [...seg.closest("section").children].filter((row) => row.id);
  const here = rows.indexOf(seg.closest(".row"));
  let from = here;
  while (from > 0 && !begins(rows[from])) from -= 1;
  let to = here + 1;
  while (to < rows.length && !begins(rows[to])) to += 1;
  return rows.slice(from, to).flatMap((row) => all(`.cell[data-lang="${lang}"] .seg[data-key]`, row));
}

let saying = 0;

export function say(sentence) {
  const line = document.getElementById("said");
  line.textContent = sentence ?? "";
  clearTimeout(saying);
  saying = setTimeout(() => (line.textContent = ""), 6000);
}
