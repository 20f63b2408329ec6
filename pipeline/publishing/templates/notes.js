// Shows a note beside its reference: under the pointer, at the keyboard's focus, or at a first touch; a second touch
// follows the link. Escape and a touch elsewhere close it. Without this script the link leads to the note, as ever.
(() => {
  const isReference = 'a[role="doc-noteref"]';
  const box = document.createElement("div");
  box.id = "note-preview";
  box.className = "note-preview";
  box.setAttribute("role", "tooltip");
  box.hidden = true;
  (document.querySelector("main") || document.body).append(box);
  let shown = null, timer = 0, pointer = "";

  const copyNote = (reference) => {
    const note = document.getElementById(reference.getAttribute("href").slice(1));
    const text = note && note.querySelector(":scope > div");
    if (!text) return false;
    const copy = text.cloneNode(true);
    copy.querySelectorAll('[role="doc-backlink"]').forEach((each) => each.remove());
    copy.querySelectorAll("[id]").forEach((each) => each.removeAttribute("id"));
    copy.querySelectorAll("a, input").forEach((each) => each.setAttribute("tabindex", "-1"));
    box.replaceChildren(...copy.childNodes);
    box.lang = (note.closest("[lang]") || document.documentElement).lang;
    box.dir = getComputedStyle(note).direction;
    return Boolean(box.textContent.trim() || box.querySelector("img"));
  };

  const place = (reference) => {
    box.style.left = box.style.top = "0px";
    const start = box.getBoundingClientRect(), at = reference.getBoundingClientRect();
    const wide = document.documentElement.clientWidth, high = document.documentElement.clientHeight;
    const left = Math.max(12, Math.min(at.left - 16, wide - start.width - 12));
    const above = at.bottom + start.height + 20 > high && at.top > start.height + 12;
    box.style.left = `${left - start.left}px`;
    box.style.top = `${(above ? at.top - start.height - 8 : at.bottom + 12) - start.top}px`;
    box.classList.toggle("long", box.scrollHeight > box.clientHeight + 1);
  };

  const hide = () => {
    clearTimeout(timer);
    if (shown) shown.removeAttribute("aria-describedby");
    shown = null;
    box.hidden = true;
  };

  const show = (reference) => {
    clearTimeout(timer);
    if (shown === reference) return;
    hide();
    if (!copyNote(reference)) return;
    shown = reference;
    box.hidden = false;
    place(reference);
    reference.setAttribute("aria-describedby", box.id);
  };

  const later = (action, wait) => {
    clearTimeout(timer);
    timer = setTimeout(action, wait);
  };

  const referenceAt = (event) => event.target.closest?.(isReference);

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const reference = referenceAt(event);
    if (reference && !box.contains(reference)) later(() => show(reference), 120);
    else if (box.contains(event.target)) clearTimeout(timer);
    else if (shown !== document.activeElement) later(hide, 300);
  });
  document.addEventListener("focusin", (event) => {
    const reference = referenceAt(event);
    if (reference && reference.matches(":focus-visible")) show(reference);
    else if (!box.contains(event.target)) hide();
  });
  document.addEventListener("focusout", (event) => {
    if (event.target === shown && !box.contains(event.relatedTarget)) hide();
  });
  document.addEventListener("pointerdown", (event) => {
    pointer = event.pointerType;
    if (!referenceAt(event) && !box.contains(event.target)) hide();
  });
  document.addEventListener("click", (event) => {
    const reference = referenceAt(event);
    const isFirstTouch = pointer === "touch" && reference && reference !== shown && !box.contains(reference);
    if (isFirstTouch) show(reference);
    if (isFirstTouch && shown) event.preventDefault();
    else if (event.target.closest?.("a")) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
  });
  addEventListener("resize", hide);
})();
