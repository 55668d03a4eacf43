// Comfort for the planner's form. Without script the same questions are answered by hand.

// --- The reader's own time zone, unless one is chosen already --------------------------------
const zones = document.querySelector('select[name="time_zone"]');
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

if (zones && zone && !zones.value) {
  if (![...zones.options].some((option) => option.value === zone)) {
    zones.add(new Option(zone.replaceAll("_", " "), zone));
  }
  zones.value = zone;
}

// --- Usual answers as buttons -------------------------------------------------------------------
for (const presets of document.querySelectorAll(".presets")) {
  presets.hidden = false;
  presets.addEventListener("click", ({ target }) => {
    const preset = target.closest(".preset");
    if (!preset) return;
    const moment = new Date();
    moment.setDate(moment.getDate() + Number(preset.dataset.days));
    if (preset.dataset.clock) moment.setHours(...preset.dataset.clock.split(":"), 0, 0);
    // What a datetime-local control takes is the local clock, without a zone.
    const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
    const entry = document.getElementById(preset.dataset.for);
    entry.value = local.toISOString().slice(0, 16);
    entry.focus();
  });
}

// --- Typing medicines leaves the groups that have them ------------------------------------------
const typed = document.querySelector('input[name="other_medicines"]');
const groups = [...document.querySelectorAll(".named")];

if (typed && groups.length) {
  const plain = (words) =>
    words
      .toLowerCase()
      .normalize("NFKD")
      .replace(/[\u0300-\u036f'’™®]/g, "")
      .replace(/\b\d[\d.,/]*\s*(mg|mcg|[µμu]g|ml|iu)\b/g, "")
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
  const known = groups.map((group) => ({
    group,
    label: group.querySelector(".tile").textContent.trim(),
    names: group.querySelector("details p").textContent.split(",").map(plain),
    words: plain(group.textContent),
  }));
  const said = document.createElement("div");
  said.className = "hint";
  said.setAttribute("role", "status");
  const all = document.createElement("button");
  all.type = "button";
  all.className = "preset";
  all.textContent = `Show all ${groups.length} groups`;
  all.hidden = true;
  typed.after(said, all);

  const show = (shown) => {
    for (const group of groups) group.hidden = !shown.has(group);
    all.hidden = shown.size === groups.length;
  };
  const sayOf = (name, found) => {
    const padded = ` ${plain(name)} `;
    const isName = found.some(({ names }) => names.some((known) => padded.includes(` ${known} `)));
    const where = found.map(({ label }) => `“${label}”`).join(", ");
    if (isName) return `${name}: in ${where}. It counts, ticked or not.`;
    if (found.length) return `${name}: part of a name in ${where}. Tick it if it is yours.`;
    return `${name}: not in our list. That does not make it safe; it goes on your sheet.`;
  };

  typed.addEventListener("input", () => {
    const parts = typed.value.split(/[,;/+&]|\band\b|\bor\b/i).filter(
      (part) => plain(part).length > 1 && !["none", "no", "nothing"].includes(plain(part)),
    );
    const shown = new Set(groups.filter((group) => group.querySelector(":checked")));
    said.replaceChildren(
      ...parts.map((part) => {
        const words = ` ${plain(part)} `;
        const found = known.filter(
          (one) =>
            one.words.includes(words.trim()) ||
            one.names.some((name) => words.includes(` ${name} `)),
        );
        for (const { group } of found) shown.add(group);
        const item = document.createElement("p");
        item.textContent = sayOf(part.trim(), found);
        return item;
      }),
    );
    // With nothing found the whole list is there to read through. It never changes by itself: what
    // somebody is about to press must stay where it is.
    show(shown.size && parts.length ? shown : new Set(groups));
  });
  // What stands there already, after a mistake or a change of answers.
  if (typed.value) typed.dispatchEvent(new Event("input"));
  all.addEventListener("click", () => {
    show(new Set(groups));
    typed.focus();
  });
}
