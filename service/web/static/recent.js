// Recent searches, kept in this browser alone: noted where results are shown, listed on the start page.
"use strict";

(() => {
  const NAME = "rapporteur.recent";
  const MOST = 8;
  const start = document.querySelector(".brand").pathname;

  function read() {
    try {
      const kept = JSON.parse(localStorage.getItem(NAME) ?? "[]");
      return Array.isArray(kept) ? kept.filter((one) => typeof one?.q === "string" && one.url?.startsWith("/?")) : [];
    } catch {
      return [];
    }
  }

  function note() {
    const query = new URLSearchParams(location.search);
    const q = query.get("q")?.trim();
    if (location.pathname.replace(/\/?$/, "/") !== start || !q) return;
    for (const name of ["offset", "item"]) query.delete(name);
    const url = `/?${query}`;
    const filters = [...query.keys()].filter((name) => !["q", "mode", "k", "group", "sort"].includes(name)).length;
    const kept = read().filter((one) => one.url !== url);
    localStorage.setItem(NAME, JSON.stringify([{ q, url, filters }, ...kept].slice(0, MOST)));
  }

  /** Fill the section of the start page; called by the element itself, before what stands below it is painted. */
  function list(section) {
    const kept = read();
    if (!kept.length) return;
    const lines = section.querySelector("ul");
    for (const one of kept) {
      const link = Object.assign(document.createElement("a"), { href: start + one.url.slice(1), textContent: one.q, dir: "auto" });
      const line = document.createElement("li");
      line.append(link);
      if (one.filters) {
        const more = Object.assign(document.createElement("span"), { className: "muted" });
        more.textContent = one.filters === 1 ? " with 1 filter" : ` with ${one.filters} filters`;
        line.append(more);
      }
      lines.append(line);
    }
    section.hidden = false;
    section.querySelector("button").addEventListener("click", () => {
      localStorage.removeItem(NAME);
      section.hidden = true;
      document.getElementById("said").textContent = "Recent searches cleared.";
      document.getElementById("q")?.focus();
    });
  }

  try {
    const section = document.getElementById("recent");
    if (section) list(section);
    else note();
  } catch {
    // A browser that keeps nothing shows no recent searches.
  }
})();
