// Who translates: asked before the first save of somebody whose name the settings do not have.

import { ask, find, words } from "./preview.js";

let asked = null;

// Resolves to false if the person would rather not save.
export function askWho() {
  if (!("unsigned" in words)) return Promise.resolve(true);
  asked ??= askOnce().finally(() => (asked = null));
  return asked;
}

function askOnce() {
  const dialog = document.getElementById("who");
  const form = find("form", dialog);
  const problem = find(".editor-problem", dialog);
  problem.hidden = true;
  dialog.returnValue = "";
  dialog.showModal();
  const box = find("input", dialog);
  ask("/who").then(({ data }) => {
    if (!box.value && data.name) box.value = data.name;
    box.select();
  });
  return new Promise((resolve) => {
    form.onsubmit = async (event) => {
      event.preventDefault();
      const name = box.value.trim();
      if (event.submitter?.value !== "nameless" && name) {
        const { status, data } = await ask("/who", { name });
        if (status !== 200) {
          problem.textContent = data.problem;
          problem.hidden = false;
          return;
        }
      } else if (event.submitter?.value !== "nameless") return;
      delete words.unsigned;
      dialog.close("done");
    };
    dialog.onclose = () => resolve(dialog.returnValue === "done");
  });
}
