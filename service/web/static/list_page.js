// The page of the reading list: the browser's own list, ordered and noted on the spot, or one that came with an address.
"use strict";

(() => {
  const root = document.documentElement;
  const shown = new URLSearchParams(location.search).getAll("item");
  const same = (items) => items.length === shown.length && items.every((item, n) => item.key === shown[n]);
  let items = [];

  /** Whose list this is, decided before anything is painted. */
  function decide() {
    if (!readingList.usable()) return;
    items = readingList.read();
    // What was the browser's own list when this page was opened, or no list at all, is the own list as it is now.
    const own = history.state?.own || !shown.length;
    if (!same(items) && own) {
      history.replaceState({ own: true }, "");
      location.replace(readingList.address(items));
      return;
    }
    if (same(items)) history.replaceState({ own: true }, "");
    root.classList.add(same(items) ? "own" : "foreign");
    if (lately()) root.classList.add("undoable");
  }

  const entries = () => [...document.querySelectorAll(".entry")];
  const keptOf = (entry) => items.find((item) => item.key === entry.dataset.item);
  const say = (text) => { document.getElementById("said").textContent = text; };

  /** Number the entries as they stand now, and let the address hold them so. */
  function renumber() {
    const keys = entries().map((entry) => entry.dataset.item);
    const rest = new URLSearchParams(location.search);
    rest.delete("item");
    const address = (some) => "list?" + new URLSearchParams([...rest, ...some.map((key) => ["item", key])]);
    entries().forEach((entry, n) => {
      entry.querySelector("[name=up]").hidden = n === 0;
      entry.querySelector("[name=down]").hidden = n === keys.length - 1;
      for (const button of entry.querySelectorAll(".act")) {
        button.value = n + 1;
        button.querySelector(".unseen").textContent = ` item ${n + 1}`;
      }
    });
    history.replaceState(history.state, "", keys.length ? address(keys) : "list");
  }

  function move(entry, by) {
    const other = by < 0 ? entry.previousElementSibling : entry.nextElementSibling;
    if (!other) return;
    if (by < 0) other.before(entry);
    else other.after(entry);
    items = entries().map(keptOf);
    readingList.write(items);
    renumber();
    const n = entries().indexOf(entry);
    const names = by < 0 ? ["up", "down"] : ["down", "up"];
    names.map((name) => entry.querySelector(`[name=${name}]`)).find((button) => !button.hidden).focus();
    entry.scrollIntoView({ block: "nearest" });
    entry.classList.remove("just");
    void entry.offsetWidth; // so that the mark shows again
    entry.classList.add("just");
    say(`Moved to position ${n + 1} of ${items.length}.`);
  }

  /** What was taken off within the last minute: {items, told, at}. */
  function lately() {
    const undo = JSON.parse(sessionStorage.getItem("rapporteur.undo") ?? "null");
    return undo && Date.now() - undo.at < 60_000 ? undo : null;
  }

  /** Keep `left` of the list, and offer to bring back what it was. */
  function shorten(left, told) {
    sessionStorage.setItem("rapporteur.undo", JSON.stringify({ items, told, at: Date.now() }));
    readingList.write(left);
    if (!left.length) {
      location.replace("list");
      return;
    }
    items = left;
    root.classList.add("undoable");
    offerUndo();
    say(told);
  }

  function remove(entry) {
    const next = (entry.nextElementSibling ?? entry.previousElementSibling)?.querySelector("[name=remove]");
    const n = entries().indexOf(entry) + 1;
    const left = items.filter((item) => item.key !== entry.dataset.item);
    shorten(left, `Item ${n} removed.`);
    if (!left.length) return;
    entry.remove();
    renumber();
    next?.focus();
  }

  function offerUndo() {
    const undo = lately();
    if (!undo) return;
    const bar = document.getElementById("undo");
    bar.querySelector("span").textContent = undo.told;
    bar.querySelector("button").onclick = () => {
      const back = new Set(undo.items.map((item) => item.key));
      sessionStorage.removeItem("rapporteur.undo");
      readingList.write([...undo.items, ...readingList.read().filter((item) => !back.has(item.key))]);
      location.replace(readingList.address());
    };
  }

  /** Another page of this browser has changed the list: show it as it is, so that nothing is written over. */
  function follow() {
    const now = readingList.read();
    const shown = entries().map((entry) => entry.dataset.item);
    if (now.length !== shown.length || now.some((item, n) => item.key !== shown[n])) {
      location.replace(readingList.address(now));
      return;
    }
    items = now;
    for (const entry of entries()) entry.querySelector("textarea").value = keptOf(entry).note ?? "";
  }

  /** Notes are kept as they are written; the form sends what is known of each item besides. */
  function enableOwn() {
    addEventListener("storage", (event) => { if (event.key === readingList.NAME || event.key === null) follow(); });
    for (const entry of entries()) {
      const kept = keptOf(entry);
      const note = entry.querySelector("textarea");
      note.value = kept.note ?? "";
      note.addEventListener("input", () => {
        keptOf(entry).note = note.value;
        readingList.write(items);
      });
      const name = entry.querySelector(".known");
      if (name && kept.known) name.textContent = kept.known;
      if (kept.known) entry.querySelector("[name=known]").value = kept.known;
    }
    document.querySelector(".entries")?.addEventListener("click", (event) => {
      const button = event.target.closest(".act");
      if (!button) return;
      event.preventDefault();
      const entry = button.closest(".entry");
      if (button.name === "remove") remove(entry);
      else move(entry, button.name === "up" ? -1 : 1);
    });
    document.getElementById("clear")?.addEventListener("click", () => {
      shorten([], "List cleared.");
    });
    document.querySelector("form.listed")?.addEventListener("submit", (event) => {
      const form = event.target;
      form.querySelectorAll("[name=search]").forEach((field) => field.remove());
      for (const search of new Set(items.map((item) => item.search).filter(Boolean))) {
        form.prepend(Object.assign(document.createElement("input"), { type: "hidden", name: "search", value: search }));
      }
    });
  }

  /** A list that came with an address can be taken over. */
  function enableForeign() {
    document.getElementById("own-count").textContent = items.length === 1 ? "1 item" : `${items.length} items`;
    document.getElementById("own").href = readingList.address(items);
    document.getElementById("join").addEventListener("click", () => {
      const known = new Set(items.map((item) => item.key));
      const more = entries().filter((entry) => !known.has(entry.dataset.item)).map((entry) => ({
        key: entry.dataset.item,
        note: entry.querySelector("textarea").value,
        known: entry.querySelector("[name=known]").value,
        search: document.querySelector("[name=search]")?.value ?? "",
      }));
      const joined = [...items, ...more];
      if (joined.length > readingList.MOST) {
        const told = `Together they have ${joined.length} items, and a list holds ${readingList.MOST}. Remove some first.`;
        document.querySelector(".linked p").textContent = told;
        say(told);
        return;
      }
      readingList.write(joined);
      history.replaceState({ own: true }, "");
      location.replace(readingList.address());
    });
  }

  decide();
  document.addEventListener("DOMContentLoaded", () => {
    if (root.classList.contains("own")) {
      enableOwn();
      offerUndo();
    }
    if (root.classList.contains("foreign")) enableForeign();
  });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
