// Comfort only: the quotes are the answer. On a press of the button they are put into sentences by a language model; the
// service sends only sentences that it has checked against the quotes.
"use strict";

const LISTS = ["series", "kind", "body", "language", "report", "symbol"];

/** The question of this page, as the API takes it. */
function asked() {
  const address = new URLSearchParams(location.search);
  const filters = {};
  for (const name of LISTS) if (address.has(name)) filters[name] = address.getAll(name);
  for (const name of ["from", "to"]) if (address.get(name)) filters[name] = address.get(name);
  return { question: address.get("q"), filters };
}

/** The server-sent events of an answer, one by one. */
async function* eventsOf(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let waiting = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    waiting += value;
    const whole = waiting.split("\n\n");
    waiting = whole.pop();
    for (const one of whole) {
      const name = /^event: (.*)$/m.exec(one)?.[1];
      const data = /^data: (.*)$/m.exec(one)?.[1];
      if (name && data) yield { name, data: JSON.parse(data) };
    }
  }
}

/** A sentence with its citations as links to the quotes. */
function linked(text) {
  const line = document.createElement("span");
  for (const part of text.split(/(\[[\d, ]+\])/)) {
    const numbers = /^\[([\d, ]+)\]$/.exec(part)?.[1].split(", ");
    if (!numbers) { line.append(part); continue; }
    for (const n of numbers) {
      const link = document.createElement("a");
      link.href = "#quote-" + n;
      link.textContent = "[" + n + "]";
      link.setAttribute("aria-label", "Quote " + n);
      line.append(link);
    }
  }
  line.append(" ");
  return line;
}

/** Whether the quotes on this page are those of the answer: another build may have gone live since it was loaded. */
function sameQuotes(quotes) {
  const bare = (text) => text.replace(/\s+/g, "");
  const here = [...document.querySelectorAll(".answer .quote")];
  return here.length === quotes.length && quotes.every((quote) => {
    const words = document.querySelector("#quote-" + quote.n + " blockquote");
    return words && bare(words.textContent) === bare(quote.text);
  });
}

function ended(end) {
  return [end.message, ...end.notes].filter(Boolean).join(" ");
}

async function phrase(box) {
  const [button, notice, label, sentences, told] = ["button", ".to-model", ".by-model", ".sentences", ".told"]
    .map((name) => box.querySelector(name));
  const alone = (message) => {
    sentences.replaceChildren();
    label.hidden = sentences.hidden = true;
    told.textContent = message + " Only the quotes are shown.";
  };
  button.hidden = notice.hidden = true;
  told.textContent = "Writing…";
  try {
    const headers = { "Content-Type": "application/json" };
    const response = await fetch(document.querySelector(".brand").pathname + "api/ask/stream", { method: "POST", headers, body: JSON.stringify(asked()) });
    if (!response.ok) throw new Error((await response.json()).detail);
    for await (const { name, data } of eventsOf(response)) {
      if (name === "quotes" && !sameQuotes(data.quotes)) {
        alone("The reports have changed since you opened this page. Reload it.");
        return;
      }
      if (name === "sentence") {
        label.hidden = sentences.hidden = false;
        sentences.append(linked(data.text));
      }
      if (name === "done") { told.textContent = ended(data); return; }
      if (name === "alone") { alone(ended(data)); return; }
    }
    alone("The connection was lost.");
  } catch (error) {
    alone("The service did not respond (" + error.message + ").");
  }
}

for (const box of document.querySelectorAll(".phrased")) {
  box.hidden = false;
  for (const quote of document.querySelectorAll(".answer .quote")) quote.dataset.n = quote.id.replace("quote-", "");
  box.querySelector("button").addEventListener("click", () => {
    box.closest(".answer").classList.add("numbered");
    phrase(box);
  });
}
