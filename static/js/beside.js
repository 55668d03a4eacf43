// The page of a guide beside its form, drawn anew while one types.
// Without script, the form's own button shows it in a new tab.

const PAUSE = 500;
const PATIENCE = 20_000;
const FRESH = "Shows what the form holds. Nothing is saved.";
const STALE =
  "Not up to date: the preview does not answer. Perhaps you have to sign in again, in another tab.";

const button = document.querySelector(".preview-button");
const form = button?.form;

// In both scripts of a form: to import it, one would have to know the hashed name of its file.
const made = (name, properties, ...inside) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...inside);
  return element;
};

// --- A frame, and a button that shows and hides it --------------------------------------------

const frame = made("iframe", { className: "beside__page", title: "Preview of the guide" });
const toggle = made("button", { type: "button", className: "button" });
const state = made("p", { className: "beside__state", role: "status" });
const bar = made("div", { className: "beside__bar" }, toggle, state);
const beside = made("section", { className: "beside" }, bar, frame);

const isOpen = () => !frame.hidden;

const setOpen = (opens) => {
  frame.hidden = !opens;
  toggle.textContent = opens ? "Hide the preview" : "Show the preview here";
  form.parentElement.classList.toggle("writing--open", opens);
  state.textContent = "";
  if (opens) refresh();
};

// --- The page inside --------------------------------------------------------------------------

const page = () => frame.contentDocument;
const heightOf = (element) => element.getBoundingClientRect().top;
// Not scrollIntoView, which would move the form too.
const scrollTo = (element) => page().defaultView.scrollBy(0, heightOf(element));

const goTo = (id) => {
  const place = id && page().getElementById(id);
  if (place) scrollTo(place);
  return place;
};

const goToLine = ({ field, line }) => {
  const box = form.elements[field];
  if (!box) return;
  const lines = box.value.split("\n");
  const start = lines.slice(0, Math.max(line - 1, 0)).join("\n").length + (line > 1 ? 1 : 0);
  box.focus();
  box.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  box.scrollTop = (box.scrollHeight * start) / (box.value.length || 1) - box.clientHeight / 2;
};

// The frame shows this page alone: other pages open in a tab of their own.
const follow = (event) => {
  const link = event.target.closest("a[href]");
  if (!link) return;
  event.preventDefault();
  const address = link.getAttribute("href");
  if (link.dataset.field) goToLine(link.dataset);
  else if (!address.startsWith("#")) open(link.href, "_blank", "noopener");
  else {
    const place = goTo(decodeURIComponent(address.slice(1)));
    if (place && place.tabIndex < 0) place.tabIndex = -1;
    place?.focus({ preventScroll: true });
  }
};

const showFirst = (html) =>
  new Promise((resolve) => {
    frame.addEventListener("load", resolve, { once: true });
    frame.srcdoc = html;
  }).then(() => page().addEventListener("click", follow));

// Only what the page says is replaced: the reader stays where they were, by the heading above.
const showAgain = (html) => {
  const main = new DOMParser().parseFromString(html, "text/html").querySelector("main");
  const unfolded = [...page().querySelectorAll("main details[open]")].map(({ id }) => id);
  for (const part of main.querySelectorAll("details")) part.open = unfolded.includes(part.id);
  const headings = [...page().querySelectorAll(".points h2, .section__title")];
  const mark = headings.findLast((heading) => heightOf(heading) < 1);
  const before = mark && heightOf(mark);
  page().querySelector("main").replaceWith(main);
  const again = mark?.id && page().getElementById(mark.id);
  if (again) page().defaultView.scrollBy(0, heightOf(again) - before);
};

// --- Asking for it, one at a time, and the last one again if something was typed meanwhile ----

let pause;
let isAsking = false;
let isWanted = false;

const draw = async () => {
  const sent = new FormData(form);
  sent.set(button.name, button.value);
  const answer = await fetch(button.formAction, {
    method: "POST",
    body: new URLSearchParams(sent),
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (!answer.ok) throw new Error(answer.statusText);
  const html = await answer.text();
  if (page()?.querySelector("main")) showAgain(html);
  else await showFirst(html);
};

const refresh = async () => {
  isWanted = true;
  if (isAsking) return;
  isAsking = true;
  while (isWanted && isOpen()) {
    isWanted = false;
    const isDrawn = await draw().then(() => true, () => false);
    beside.classList.toggle("beside--stale", !isDrawn);
    // The same words again would be read out again.
    const words = isDrawn ? FRESH : STALE;
    if (state.textContent !== words) state.textContent = words;
  }
  isAsking = false;
};

const refreshSoon = () => {
  clearTimeout(pause);
  pause = setTimeout(refresh, PAUSE);
};

// --- The form ---------------------------------------------------------------------------------

const anchorOf = (field) => {
  const section = field.closest(".inline-related");
  if (section) return section.querySelector("[name$='-slug']")?.value;
  return { key_points: "points" }[field.name];
};

if (form) {
  beside.setAttribute("aria-label", "Preview");
  form.parentElement.classList.add("writing");
  form.after(beside);
  toggle.addEventListener("click", () => setOpen(!isOpen()));
  for (const name of ["input", "change", "formset:added", "formset:removed"]) {
    document.addEventListener(name, ({ target }) => {
      if (name.startsWith("formset") || form.contains(target)) refreshSoon();
    });
  }
  form.addEventListener("focusin", ({ target }) => {
    if (isOpen() && target.matches("textarea")) goTo(anchorOf(target));
  });
  setOpen(matchMedia("(min-width: 1400px)").matches);
}
