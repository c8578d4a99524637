// From record to record by the arrow keys.

const links = () => [...document.querySelectorAll<HTMLElement>("[data-record-link]")];

/** Moves the focus to a record; false when there is none. */
export function focusRecord(where: "first" | "next" | "previous"): boolean {
  const all = links();
  const now = all.indexOf(document.activeElement as HTMLElement);
  const next = where === "first" ? all[0] : now < 0 ? undefined : all[where === "next" ? now + 1 : now - 1];
  next?.focus();
  return next !== undefined;
}
