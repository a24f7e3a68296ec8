// Suggestions while somebody types (the ARIA pattern of a combobox with a listbox). Without this file, or without an
// answer, the search box works as any other.
"use strict";

(() => {
  const ROOT = new URL("..", document.currentScript.src).pathname;
  const WAIT = 120; // milliseconds after the last key
  const LEAST = 2;
  const KINDS = { term: "Term", series: "Series", body: "Body", symbol: "Symbol", report: "Report" };

  const piece = (name, className, text, dir) => Object.assign(document.createElement(name), { className, textContent: text, dir });

  function enable(box) {
    const form = box.form;
    const list = Object.assign(document.createElement("ul"), { id: "suggestions", className: "suggestions", hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    box.parentElement.append(list);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) {
      box.setAttribute(name, value);
    }
    let offered = [];
    let chosen = -1;
    let waiting = 0;
    let asking = null;

    /** Mark the option at this place; -1 is the box itself. */
    function choose(place) {
      chosen = place;
      [...list.children].forEach((option, n) => option.setAttribute("aria-selected", n === place));
      if (place < 0) return box.removeAttribute("aria-activedescendant");
      box.setAttribute("aria-activedescendant", list.children[place].id);
      list.children[place].scrollIntoView({ block: "nearest" });
    }

    function close() {
      clearTimeout(waiting);
      asking?.abort();
      list.hidden = true;
      box.setAttribute("aria-expanded", "false");
      choose(-1);
    }

    function show(suggestions) {
      offered = suggestions;
      list.replaceChildren(...suggestions.map((one, n) => {
        const option = piece("li", "", "", "");
        option.id = `suggestion-${n}`;
        option.setAttribute("role", "option");
        const told = one.kind === "term" || one.kind === "symbol" ? one.about : "";
        option.append(piece("span", "", one.text, "auto"));
        if (told) option.append(" ", piece("span", "muted", told, "auto"));
        option.append(" ", piece("span", "kind", KINDS[one.kind], ""));
        option.addEventListener("click", () => take(one));
        return option;
      }));
      choose(-1);
      list.hidden = !suggestions.length;
      box.setAttribute("aria-expanded", String(Boolean(suggestions.length)));
    }

    /** Search for a term with all that the form has, or open what is no term. */
    function take(one) {
      close();
      if (one.kind !== "term") return void location.assign(ROOT + one.url.slice(1));
      box.value = one.text;
      form.requestSubmit();
    }

    async function ask() {
      asking?.abort();
      const typed = box.value;
      if (typed.trim().length < LEAST || typed.length > 200) return close();
      asking = new AbortController();
      try {
        const answer = await fetch(`${ROOT}api/suggest?${new URLSearchParams({ q: typed })}`, { signal: asking.signal });
        const found = answer.ok ? (await answer.json()).suggestions : [];
        if (box.value === typed && document.activeElement === box) show(found);
      } catch (error) {
        if (error.name !== "AbortError") close();
      }
    }

    function onKey(event) {
      if (list.hidden || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const count = offered.length + 1;
      if (event.key === "ArrowDown") choose((chosen + 2) % count - 1);
      else if (event.key === "ArrowUp") choose((chosen + 1 + count - 1) % count - 1);
      else if (event.key === "Enter" && chosen >= 0) take(offered[chosen]);
      else if (event.key === "Escape") close();
      else return;
      event.preventDefault();
    }

    box.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, WAIT); });
    box.addEventListener("keydown", onKey);
    box.addEventListener("blur", close);
    form.addEventListener("submit", close);
    // The focus stays in the box.
    list.addEventListener("mousedown", (event) => event.preventDefault());
  }

  const box = document.querySelector("#search #q");
  if (box) enable(box);
})();
