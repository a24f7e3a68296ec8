// Keys for reading without a mouse. Single keys can be switched off (WCAG 2.1.4) and never work while someone types; keys
// with Ctrl, Alt or Meta stay the browser's and the screen reader's.
"use strict";

(() => {
  const NAME = "rapporteur.keys";
  const STOP = "h2 a, h3 a, a[data-stop]";
  const STOPS = ".hit h2 a, .hit h3 a, a[data-stop], .block > .margin";
  const NEAR = ".hit, .quote, .entry, .block, .cite";
  const TYPING = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";

  const on = () => {
    try {
      return localStorage.getItem(NAME) !== "off";
    } catch {
      return true;
    }
  };
  const say = (text) => { document.getElementById("said").textContent = text; };
  /** What the keys act on: the hit, quote or paragraph with the focus, else the passage that a report was opened at. */
  const here = () => document.activeElement?.closest(NEAR) ?? document.querySelector(".text .cite");
  /** Press a button of the bar for selected words, where it is shown, else one of what the keys act on. */
  const press = (selected, usual) =>
    (document.querySelector(`#selected:not([hidden]) ${selected}`) ?? here()?.querySelector(usual))?.click();

  /** Focus the next or previous stop of the page, in the order of the page; what hides it is opened. */
  function step(by) {
    const stops = [...document.querySelectorAll(STOPS)].filter((stop) => stop.offsetParent);
    if (!stops.length) return;
    const focused = document.activeElement;
    // A report is read on from the passage that it was opened at.
    const at = focused === document.body ? document.querySelector(".block:has(.chosen) > .margin") ?? focused : focused;
    let now = stops.indexOf(at);
    if (now < 0 && at !== document.body) {
      // From anywhere else on the page to the stop that follows it, or comes before it.
      const before = stops.filter((stop) => at.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_PRECEDING).length;
      now = by > 0 ? before - 1 : before;
    }
    const stop = stops[Math.min(Math.max(now + by, 0), stops.length - 1)];
    for (let box = stop.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
    stop.focus();
  }

  /** Go to what is before or after this: of hits in a report where there are some, else of parts or pages. */
  const turn = (to) => (document.querySelector(".found-here:has(a)") ?? document).querySelector(`a[rel=${to}]`)?.click();

  const ACTIONS = {
    "/": () => {
      const box = document.getElementById("q");
      if (!box) return void location.assign(document.querySelector(".brand").href);
      box.focus();
      box.select();
    },
    j: () => step(1),
    k: () => step(-1),
    o: () => document.activeElement?.closest(".hit, .quote, .entry")?.querySelector(STOP)?.click(),
    a: () => press(".add", "button.add"),
    c: () => press(".take", "button.copy"),
    n: () => turn("next"),
    p: () => turn("prev"),
    l: () => document.getElementById("to-list")?.click(),
    "?": () => document.getElementById("keys").showModal(),
  };

  function onKey(event) {
    const action = ACTIONS[event.key];
    if (!action || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.repeat && event.key !== "j" && event.key !== "k") return;
    if (event.target.closest?.(TYPING) || document.querySelector("dialog[open]") || !on()) return;
    event.preventDefault();
    action();
  }

  /** The setting, wherever it stands on the page. */
  function enableSetting(box) {
    box.checked = on();
    box.closest("[hidden]")?.removeAttribute("hidden");
    box.addEventListener("change", () => {
      try {
        if (box.checked) localStorage.removeItem(NAME);
        else localStorage.setItem(NAME, "off");
        say(box.checked ? "Single keys are on." : "Single keys are off.");
      } catch {
        box.checked = on();
        say("The browser did not keep the setting.");
      }
    });
  }

  document.addEventListener("keydown", onKey);
  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("input.single-keys").forEach(enableSetting);
    document.getElementById("show-keys")?.addEventListener("click", (event) => {
      event.preventDefault();
      document.getElementById("keys").showModal();
    });
  });
})();
