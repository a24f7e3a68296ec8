// Comfort only: copies the quotes of an answer with their citations, in the style that a reader chooses.
"use strict";

function enableQuoteCopying(button) {
  const quote = button.closest(".quote");
  const paragraphs = () => [...quote.querySelectorAll("blockquote p")].map((line) => line.textContent);
  enableCopying(button, () => withCitation(paragraphs(), citationIn(quote)), "Quote copied with its citation.");
}

/** Let the quotes be cited in the style that a reader chooses; the browser keeps the choice. */
function enableStyles(choice) {
  const NAME = "rapporteur.style";
  const cited = [...document.querySelectorAll(".cite-text[data-chicago]")];
  for (const one of cited) one.dataset.un = citationIn(one.parentElement);
  const apply = () => cited.forEach((one) => { one.textContent = one.dataset[choice.value]; });
  try {
    if (localStorage.getItem(NAME) === "chicago") choice.value = "chicago";
  } catch {
    // A browser that keeps nothing starts with the first style.
  }
  if (choice.value !== "un") apply();
  choice.addEventListener("change", () => {
    apply();
    try {
      localStorage.setItem(NAME, choice.value);
    } catch {
      // The choice holds for this page.
    }
  });
}

/** Beside a quote's citation: its place without the search, to be passed on. */
function addLink(quote) {
  const place = new URL(quote.querySelector("a[data-stop]").href);
  for (const name of [...place.searchParams.keys()]) {
    if (!["passage", "words", "part", "at"].includes(name)) place.searchParams.delete(name);
  }
  const link = Object.assign(document.createElement("a"), { className: "link", href: place.href, textContent: "Copy link" });
  link.setAttribute("aria-describedby", quote.querySelector("button.take").getAttribute("aria-describedby"));
  quote.querySelector(".cite .acts").append(link); // page.js lets it copy
}

document.querySelectorAll(".quote").forEach(addLink);
document.querySelectorAll(".quote button.take").forEach(enableQuoteCopying);
document.querySelectorAll(".citing select").forEach(enableStyles);
