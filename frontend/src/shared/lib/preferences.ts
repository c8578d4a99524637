// What was chosen for this device and outlives signing out: it says nothing of anybody's dogs. Storage may be blocked;
// then the choice lasts as long as the page.

type Preference = "language" | "weight-unit" | "vibration-cue" | "sound-cue";

const keyOf = (name: Preference) => `doggy-${name}`;
const unkept = new Map<Preference, string | null>();

export function preference(name: Preference): string | null {
  try {
    return localStorage.getItem(keyOf(name));
  } catch {
    return unkept.get(name) ?? null;
  }
}

/** Null: as usual. */
export function setPreference(name: Preference, value: string | null): void {
  unkept.set(name, value);
  try {
    if (value === null) localStorage.removeItem(keyOf(name));
    else localStorage.setItem(keyOf(name), value);
  } catch {
    // See above.
  }
}
