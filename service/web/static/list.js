// The reading list, kept in this browser alone. Without it, or without storage, buttons put items into the address.
"use strict";

const readingList = (() => {
  const NAME = "rapporteur.list";
  const MOST = 200;
  const PAGE = new URL("../list", document.currentScript.src).pathname;

  /** The items: {key, note, known, search}. */
  function read() {
    try {
      const kept = JSON.parse(localStorage.getItem(NAME) ?? "[]");
      return Array.isArray(kept) ? kept.filter((item) => typeof item?.key === "string") : [];
    } catch {
      return [];
    }
  }

  function write(items) {
    if (items.length) localStorage.setItem(NAME, JSON.stringify(items));
    else localStorage.removeItem(NAME);
    show();
  }

  /** The page of the list. */
  function address(items = read()) {
    const query = new URLSearchParams(items.map((item) => ["item", item.key]));
    return PAGE + (items.length ? `?${query}` : "");
  }

  /** The search that this page belongs to, as a query; empty where no question was asked. */
  function search() {
    const query = new URLSearchParams(location.search);
    for (const name of ["item", "passage", "words", "part", "at", "offset", "k"]) query.delete(name);
    return query.get("q") ? String(query) : "";
  }

  /** What to call a place when it is gone: its citation, else the report and the paragraph. */
  function known(button) {
    const near = button.closest(".quote, .cite, .hit, .block") ?? document.body;
    const cited = near.querySelector(".cite-text");
    if (cited) return cited.textContent.trim();
    const place = near.querySelector(".margin[aria-label^=Paragraph]")?.textContent.trim();
    return [document.querySelector("h1")?.textContent.trim(), place && `para. ${place}`].filter(Boolean).join(", ");
  }

  function toggle(button) {
    const items = read();
    const left = items.filter((item) => item.key !== button.value);
    try {
      if (left.length < items.length) {
        write(left);
        tell("Removed from the reading list.");
      } else if (items.length >= MOST) {
        tell(`The reading list is full (${MOST} items). Save it as a file or remove some.`, button, "List is full");
      } else {
        write([...items, { key: button.value, note: "", known: known(button), search: search() }]);
        tell(`Added to the reading list: ${items.length + 1} now.`);
      }
    } catch {
      tell("Your browser could not save the list: its storage is full or turned off.", button, "Not saved");
    }
  }

  /** Say what happened to those who listen and, where nothing else shows it, on the button for a moment. */
  function tell(text, button, label) {
    document.getElementById("said").textContent = text;
    if (!button?.firstElementChild) return;
    button.firstElementChild.textContent = label;
    setTimeout(show, 2500);
  }

  /** Let the page say what is on the list. */
  function show() {
    const items = read();
    const keys = new Set(items.map((item) => item.key));
    const link = document.getElementById("to-list");
    document.documentElement.classList.toggle("collected", items.length > 0);
    if (link) {
      link.href = address(items);
      link.querySelector(".count").textContent = items.length || "";
    }
    for (const button of document.querySelectorAll("button.add")) {
      const on = keys.has(button.value);
      const label = on ? "Remove from list" : "Add to reading list";
      button.classList.toggle("on", on);
      if (button.firstElementChild) button.firstElementChild.textContent = label;
      else button.ariaLabel = label;
    }
  }

  function usable() {
    try {
      localStorage.setItem(NAME + ".try", "1");
      localStorage.removeItem(NAME + ".try");
      return true;
    } catch {
      return false;
    }
  }

  return { NAME, MOST, read, write, address, show, toggle, usable };
})();

if (readingList.usable()) {
  readingList.show();
  document.addEventListener("DOMContentLoaded", readingList.show);
  addEventListener("pageshow", readingList.show);
  addEventListener("storage", (event) => { if (event.key === readingList.NAME || event.key === null) readingList.show(); });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.add");
    if (!button) return;
    event.preventDefault();
    readingList.toggle(button);
  });
}
