// Asks before somebody leaves a form with words that nobody has saved. Without script, browsers often
// keep them for whoever goes back.

const form = document.querySelector("#guide_form");
let isTyped = false;

form?.addEventListener("input", () => {
  isTyped = true;
});
form?.addEventListener("submit", (event) => {
  // The preview opens in a tab of its own, and saves nothing.
  if (!event.submitter?.formTarget) isTyped = false;
});
addEventListener("beforeunload", (event) => {
  if (isTyped) event.preventDefault();
});
