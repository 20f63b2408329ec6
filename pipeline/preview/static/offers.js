// What the memory, the glossary and the last review offer for a sentence.

import { asksFor, insert, make, makeButton, parts, put, reveal } from "./form.js";
import { find, words } from "./preview.js";

const MOST_KEYS = 9;

export async function askMore(form) {
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
