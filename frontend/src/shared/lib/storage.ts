// What the app keeps on the device: drafts and the dog used last. Everything under one prefix, so that signing out
// can forget it. Storage may be blocked or full; then nothing is kept and nothing breaks.

const prefix = "doggy.";

export function load<T>(key: string): T | undefined {
  try {
    const text = localStorage.getItem(prefix + key);
    return text === null ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}

export function save(key: string, value: unknown): void {
  try {
    localStorage.setItem(prefix + key, JSON.stringify(value));
  } catch {
    // See above.
  }
}

export function forget(key: string): void {
  try {
    localStorage.removeItem(prefix + key);
  } catch {
    // See above.
  }
}

const forgetters = new Set<() => void>();

/** Also to be called when everything is forgotten. */
export function onForget(forgetter: () => void): void {
  forgetters.add(forgetter);
}

// Where tus-js-client keeps how far an upload is.
const uploadsPrefix = "tus::";

export function forgetEverything(): void {
  for (const forgetter of forgetters) forgetter();
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(prefix) || key.startsWith(uploadsPrefix)) localStorage.removeItem(key);
    }
  } catch {
    // See above.
  }
}

/** What was begun under this: of a dog, or of one form of it. */
export function forgetDrafts(under: string): void {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(`${prefix}draft.${under}.`)) localStorage.removeItem(key);
    }
  } catch {
    // See above.
  }
}

const lastDogKey = "last-dog";
export const lastDog = () => load<string>(lastDogKey);
export const rememberDog = (dogId: string) => save(lastDogKey, dogId);
export const forgetLastDog = () => forget(lastDogKey);
