// Comfort only: every page is whole without this file.
"use strict";

document.documentElement.classList.add("js");

// The address without what the page has ignored: so it is kept, passed on and recorded.
const cleaned = document.querySelector("meta[name=address]")?.content;
if (cleaned) history.replaceState(history.state, "", cleaned + location.hash);

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

let telling = 0;

/** Say what was done to those who listen and, for a moment, to the eye: what a key presses need not be in view. */
function tell(text) {
  const said = document.getElementById("said");
  said.textContent = text;
  said.classList.add("told");
  clearTimeout(telling);
  telling = setTimeout(() => { said.textContent = ""; said.classList.remove("told"); }, 2500);
}

/** Let a button copy what `words` gives when it is pressed. */
function enableCopying(button, words, done) {
  const label = button.querySelector(".scripted") ?? button;
  const idle = label.textContent;
  button.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      await copyText(words());
      label.textContent = "Copied";
      tell(done);
    } catch {
      label.textContent = "Not copied";
      tell("Your browser blocked copying. Select the text and copy it yourself.");
    }
    button.focus();
    setTimeout(() => { label.textContent = idle; }, 2500);
  });
}

/** The citation inside `near`, as it is shown. */
const citationIn = (near) => near.querySelector(".cite-text").textContent.trim();

/** The words of a report as one would quote them: line breaks of the source's own wrapping are spaces. */
const unwrapped = (words) => words.replace(/\s+/g, " ").trim();

/** Words in quotation marks, then their citation; `paragraphs` begin on lines of their own. */
const withCitation = (paragraphs, citation) => `“${paragraphs.map(unwrapped).join("\n\n")}”\n${citation}`;

/** Mark every part of the passage that the address points at; a stylesheet alone reaches only its first part. */
function markPassage() {
  const id = location.hash.startsWith("#p-") ? decodeURIComponent(location.hash.slice(3)) : "";
  if (!id || !document.getElementById("p-" + id)) return;
  for (const part of document.querySelectorAll("[data-passage]")) {
    part.classList.toggle("chosen", part.dataset.passage === id);
  }
}

document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("button.copy")) {
    enableCopying(button, () => citationIn(button.closest(".cite")), "Citation copied.");
  }
  for (const link of document.querySelectorAll("a.link")) enableCopying(link, () => link.href, "Link copied.");
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
