// What the frame of every page does: its menu closes by itself.

const closeMenus = (except) => {
  for (const menu of document.querySelectorAll(".menu[open]")) if (menu !== except) menu.open = false;
};

const isTyping = (event) =>
  event.ctrlKey || event.metaKey || event.altKey || event.target.closest("textarea, input, select, dialog");

document.addEventListener("click", (event) => closeMenus(event.target.closest(".menu")));
document.addEventListener("keydown", (event) => {
  const menu = document.querySelector(".menu[open]");
  if (event.key !== "Escape" || !menu) return;
  closeMenus();
  menu.querySelector("summary").focus();
});

// `?` shows the keys; other keyboards have question marks of their own.
const keys = document.getElementById("keys");
document.querySelector(".help").addEventListener("click", () => keys.showModal());
document.addEventListener("keydown", (event) => {
  if (!["?", "՞", "؟"].includes(event.key) || isTyping(event)) return;
  event.preventDefault();
  keys.showModal();
});

// `/` leads to the search, in every keyboard layout that has it.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || isTyping(event)) return;
  event.preventDefault();
  const box = document.querySelector("input[type=search]");
  if (box) box.focus();
  else location.href = "/search";
});

for (const dialog of document.querySelectorAll("dialog")) {
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest(".close")) dialog.close();
  });
}
