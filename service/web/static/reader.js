// Copies the link of a paragraph, and selected words with the citation that the server has for exactly those.
"use strict";

(() => {
  const text = document.querySelector("article.text");
  const bar = document.getElementById("selected");
  const take = bar.querySelector(".take");
  const add = bar.querySelector(".add");
  const like = bar.querySelector(".like");
  const link = bar.querySelector(".link");
  const shown = bar.querySelector(".cite-text");
  const say = (what) => { document.getElementById("said").textContent = what; };
  let waiting = 0;
  let asked = "";
  let cited = null;

  /** This address without the place in the report that it leads to. */
  function elsewhere() {
    const address = new URL(location.href);
    for (const name of ["passage", "words", "part", "at"]) address.searchParams.delete(name);
    return address;
  }

  /** The address of a paragraph without the search that led to the report: to be passed on. */
  function place(link) {
    const address = new URL(location.pathname, location.origin);
    const name = link.hash.slice(1);
    if (text.dataset.parts) address.searchParams.set("at", name);
    address.hash = name;
    return address.href;
  }

  /** A link to a place of a long report leads to the part that has it; the server does not see what follows the #. */
  function findPart() {
    const [, kind, id] = /^#([bp])-([0-9a-f]+)$/.exec(location.hash) ?? [];
    if (!kind || !text.dataset.parts || document.getElementById(`${kind}-${id}`)) return;
    const address = elsewhere();
    address.searchParams.append(...(kind === "p" ? ["passage", id] : ["at", `b-${id}`]));
    if (address.href !== location.href) location.replace(address);
  }

  /** How many code points of `part` stand before a boundary; the browser counts in UTF-16. */
  function before(part, node, at) {
    const range = document.createRange();
    range.selectNodeContents(part);
    if (range.comparePoint(node, at) < 0) return 0;
    if (range.comparePoint(node, at) === 0) range.setEnd(node, at);
    return [...range.toString()].length;
  }

  /** The selected words as {start, end} of the report's text, with the first part; null where there are none. */
  function span() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!range.intersectsNode(text)) return null;
    const parts = [...text.querySelectorAll("[data-start]")].filter((part) => range.intersectsNode(part)).map((part) => ({
      part,
      from: before(part, range.startContainer, range.startOffset),
      to: before(part, range.endContainer, range.endOffset),
    })).filter(({ from, to }) => from < to);
    if (!parts.length) return null;
    const first = parts[0];
    const last = parts.at(-1);
    return { start: +first.part.dataset.start + first.from, end: +last.part.dataset.start + last.to, first, last };
  }

  function hide() {
    bar.hidden = true;
    asked = "";
    cited = null;
  }

  async function offer() {
    const found = span();
    if (!found) return bar.contains(document.activeElement) ? undefined : hide();
    const address = `../api/reports/${encodeURIComponent(text.dataset.report)}/citation?start=${found.start}&end=${found.end}`;
    if (address === asked) return;
    asked = address;
    let answer = null;
    try {
      const response = await fetch(address);
      answer = await response.json();
      if (!response.ok) throw new Error(answer.detail);
    } catch (error) {
      if (asked !== address) return;
      hide();
      say(`The selected text cannot be cited. ${error.message}`);
      return;
    }
    if (asked !== address) return;
    cited = answer;
    shown.textContent = answer.text;
    add.value = answer.key;
    link.href = `..${answer.url}`;
    readingList.show();
    const passage = found.first.part.dataset.passage;
    like.hidden = !passage;
    like.href = passage ? `../passages/${passage}/similar${elsewhere().search}` : "";
    // Behind the paragraph where the selection ends, so that the next press of Tab leads to it.
    (found.last.part.closest(".block, h2, h3, h4, h5, h6") ?? found.last.part).after(bar);
    bar.hidden = false;
    say("Text selected. Press Tab, or c, to copy it with its citation.");
  }

  enableCopying(take, () => withCitation(cited.quote.split(/\n\s*\n/), cited.text), "Copied with its citation.");

  /** In an outline that is longer than its frame the part that is open comes first. */
  function showInOutline() {
    const open = document.querySelector(".outline [aria-current]");
    const frame = open?.closest(".inside");
    if (!frame) return;
    const above = frame.querySelector(".aside-title").offsetHeight + 4;
    frame.scrollTop += open.getBoundingClientRect().top - frame.getBoundingClientRect().top - above;
  }

  addEventListener("hashchange", findPart);
  addEventListener("load", showInOutline);
  document.querySelector(".outline")?.addEventListener("toggle", showInOutline);
  findPart();
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(offer, 250);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !bar.hidden) {
      getSelection().removeAllRanges();
      hide();
    }
  });
  text.addEventListener("click", async (event) => {
    const link = event.target.closest("a.margin");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    try {
      await copyText(place(link));
      say("Link to the paragraph copied.");
    } catch {
      say("Your browser blocked copying. This page’s address now links to the paragraph.");
    }
  });
})();
