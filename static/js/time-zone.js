// Chooses the reader's own time zone in the planner, unless one is chosen already. Without script the list does the same.
const list = document.querySelector('select[name="time_zone"]');
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

if (list && zone && !list.value) {
  if (![...list.options].some((option) => option.value === zone)) {
    list.add(new Option(zone.replaceAll("_", " "), zone));
  }
  list.value = zone;
}
