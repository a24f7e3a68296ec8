// Comfort only: every page is whole without this file.
"use strict";

document.documentElement.classList.add("js");

/** Put text on the clipboard; the second way serves pages that are not on a secure origin. */
async function copyText(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "unseen";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("The browser refused to copy.");
}

function enableCopying(button) {
  const idle = button.textContent;
  button.addEventListener("click", async () => {
    const said = document.getElementById("said");
    try {
      await copyText(button.closest(".cite").querySelector(".cite-text").textContent.trim());
      button.textContent = "Copied";
      said.textContent = "Citation copied.";
    } catch {
      button.textContent = "Not copied";
      said.textContent = "The browser did not allow copying. Select the citation and copy it by hand.";
    }
    button.focus();
    setTimeout(() => { button.textContent = idle; said.textContent = ""; }, 2500);
  });
}

/** Mark every part of the passage that the address points at; a stylesheet alone reaches only its first part. */
function markPassage() {
  const id = location.hash.startsWith("#p-") ? decodeURIComponent(location.hash.slice(3)) : "";
  if (!id || !document.getElementById("p-" + id)) return;
  for (const part of document.querySelectorAll("[data-passage]")) {
    part.classList.toggle("chosen", part.dataset.passage === id);
  }
}

document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("button.copy").forEach(enableCopying);
  markPassage();
  // Beside the text the asides are always open to the eye; say so to those who listen.
  if (matchMedia("(min-width: 58em)").matches) {
    document.querySelectorAll("details.aside").forEach((aside) => { aside.open = true; });
  }
  const form = document.getElementById("search");
  const emptied = () => [...(form?.elements ?? [])].filter((field) => field.name && !field.value);
  // Fields left empty stay out of the address.
  form?.addEventListener("submit", () => emptied().forEach((field) => { field.disabled = true; }));
  addEventListener("pageshow", () => emptied().forEach((field) => { field.disabled = false; }));
});
addEventListener("hashchange", markPassage);
