// Buttons over each box for Markdown, which find what can be mentioned and write its Markdown.
// Without script everything is typed by hand, and the form names what it does not know.

const CITATION = /\[@[\w-]+(?:; ?@[\w-]+)*\]/g;
const PAUSE = 200;

// In both scripts of a form: to import it, one would have to know the hashed name of its file.
const made = (name, properties, ...inside) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...inside);
  return element;
};

// --- What is written where, from a text and where its caret or selection is -------------------

// A source more in the citation at the caret, or a citation of its own behind the selection.
const cite = (key, { text, start, end }) => {
  for (const { 0: citation, index } of text.matchAll(CITATION)) {
    const closes = index + citation.length;
    if (start <= index || start > closes) continue;
    const isThere = citation.slice(2, -1).split(/; ?@/).includes(key);
    const words = isThere ? "" : `; @${key}`;
    return { from: closes - 1, to: closes - 1, words, select: [closes + words.length] };
  }
  const words = `[@${key}]`;
  return { from: end, to: end, words, select: [end + words.length] };
};

// A card on lines of its own. Inside a line it waits for the end of the line.
const card = (kind) => (key, { text, end }) => {
  const isAtStart = end === 0 || text[end - 1] === "\n";
  const lineEnd = text.indexOf("\n", end);
  const from = isAtStart ? end : lineEnd < 0 ? text.length : lineEnd;
  const before = text.slice(0, from);
  const after = text.slice(from);
  const lead = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const rest = after.startsWith("\n\n") ? "" : !after || after.startsWith("\n") ? "\n" : "\n\n";
  const words = `${lead}::: ${kind} ${key}\n:::${rest}`;
  return { from, to: from, words, select: [from + words.length] };
};

// A link around the selection; without one, around a word that the next letter replaces.
const link = (scheme) => (key, { text, start, end }) => {
  const chosen = text.slice(start, end);
  const words = `[${chosen || "words"}](${scheme}:${key})`;
  const select = chosen ? [start + words.length] : [start + 1, start + 1 + "words".length];
  return { from: start, to: end, words, select };
};

const OFFERS = {
  source: { name: "Cite a source", kind: "source", by: "its key, title or authors", write: cite },
  claim: { name: "Claim card", kind: "claim", by: "its key or words", write: card("claim") },
  link: { name: "Link a claim", kind: "claim", by: "its key or words", write: link("claim") },
  popular: {
    name: "What people say",
    kind: "popular",
    by: "its key or words",
    write: card("popular"),
  },
  term: { name: "Explain a word", kind: "term", by: "its names or meaning", write: link("term") },
};

const write = (box, { from, to, words, select: [start, end = start] }) => {
  box.focus();
  box.setSelectionRange(from, to);
  // The one way to write that the browser can undo. Without it, it is written all the same.
  if (words && !document.execCommand("insertText", false, words)) {
    box.setRangeText(words, from, to);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  box.setSelectionRange(start, end);
};

// --- The dialog that finds one ----------------------------------------------------------------

const title = made("h2", { className: "finder__title", id: "finder-title" });
const label = made("label", { htmlFor: "finder-query" });
const query = made("input", { className: "vTextField finder__query", id: "finder-query" });
const state = made("p", { className: "finder__state", role: "status" });
const list = made("ul", { className: "finder__list", id: "finder-list", role: "listbox" });
const cancel = made("button", { type: "button", className: "button" }, "Cancel");
const finder = made("dialog", { className: "finder" }, title, label, query, state, list, cancel);
let box;
let offer;
let asked;
let pause;

query.autocomplete = "off";
query.setAttribute("role", "combobox");
query.setAttribute("aria-autocomplete", "list");
query.setAttribute("aria-controls", list.id);
finder.setAttribute("aria-labelledby", title.id);
list.setAttribute("aria-labelledby", title.id);

const options = () => [...list.children];
const active = () => list.querySelector('[aria-selected="true"]');

const activate = (option) => {
  active()?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) query.setAttribute("aria-activedescendant", option.id);
  else query.removeAttribute("aria-activedescendant");
};

const choose = (option) => {
  const { value: text, selectionStart: start, selectionEnd: end } = box;
  const written = offer.write(option.dataset.key, { text, start, end });
  finder.close();
  write(box, written);
};

const tell = ({ results, more }) => {
  list.replaceChildren(
    ...results.map(({ key, title: words, about }, index) => {
      const option = made(
        "li",
        { className: "finder__option", id: `finder-${index}`, role: "option" },
        made("span", { className: "finder__words" }, words),
        made("span", { className: "finder__about" }, [key, ...about].join(" · ")),
      );
      option.dataset.key = key;
      option.setAttribute("aria-selected", "false");
      return option;
    }),
  );
  list.hidden = !results.length;
  query.setAttribute("aria-expanded", String(results.length > 0));
  if (!results.length) state.textContent = "None found.";
  else if (more) state.textContent = `The first ${results.length}: type more to see others.`;
  else state.textContent = `${results.length} found.`;
  activate(list.firstElementChild);
};

const find = async () => {
  asked?.abort();
  asked = new AbortController();
  const { signal } = asked;
  const wanted = new URLSearchParams({ kind: offer.kind, q: query.value });
  try {
    const answer = await fetch(`${box.dataset.mentions}?${wanted}`, { signal, redirect: "manual" });
    if (!answer.ok) throw new Error(answer.statusText);
    tell(await answer.json());
  } catch {
    if (signal.aborted) return;
    tell({ results: [] });
    state.textContent =
      "The search does not answer. Perhaps you have to sign in again, in another tab.";
  }
};

const open = (wanted, writtenIn) => {
  offer = wanted;
  box = writtenIn;
  title.textContent = offer.name;
  label.textContent = `Find it by ${offer.by}`;
  query.value = "";
  tell({ results: [] });
  state.textContent = "";
  finder.showModal();
  query.focus();
  find();
};

query.addEventListener("input", () => {
  clearTimeout(pause);
  pause = setTimeout(find, PAUSE);
});
query.addEventListener("keydown", (event) => {
  const all = options();
  const at = all.indexOf(active());
  const steps = { ArrowDown: at + 1, ArrowUp: at - 1 };
  if (event.key in steps && all.length) activate(all.at(steps[event.key] % all.length));
  else if (event.key === "Enter" && active()) choose(active());
  else return;
  event.preventDefault();
});
list.addEventListener("click", ({ target }) => {
  const option = target.closest(".finder__option");
  if (option) choose(option);
});
cancel.addEventListener("click", () => finder.close());
// Outside of what it holds, the dialog itself is what is pressed.
finder.addEventListener("click", ({ target }) => target === finder && finder.close());
finder.addEventListener("close", () => {
  clearTimeout(pause);
  asked?.abort();
  box.focus();
});

// --- The buttons over each box ----------------------------------------------------------------

const offerOver = (markdown) => {
  const buttons = markdown.dataset.offers.split(" ").map((name) => {
    const button = made("button", { type: "button", className: "offers__button" });
    button.textContent = OFFERS[name].name;
    button.addEventListener("click", () => open(OFFERS[name], markdown));
    return button;
  });
  const offers = made("div", { className: "offers", role: "group" }, ...buttons);
  const name = markdown.labels[0]?.textContent.replace(":", "").trim() ?? "the text";
  offers.setAttribute("aria-label", `Insert into ${name}`);
  const whole = made("div", { className: "offered" });
  markdown.replaceWith(whole);
  whole.append(offers, markdown);
};

const boxes = (within) => within.querySelectorAll("textarea.markdown");
document.body.append(finder);
// The form of a section to be is copied for each new one, which gets its own buttons then.
for (const markdown of boxes(document)) if (!markdown.closest(".empty-form")) offerOver(markdown);
document.addEventListener("formset:added", ({ target }) => boxes(target).forEach(offerOver));
