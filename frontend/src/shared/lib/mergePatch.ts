// RFC 7386: what to send so that `before` becomes `after`. A field that went away is null.

type Fields = Record<string, unknown>;

export function sameValue(a: unknown, b: unknown): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

export function mergePatch(before: Fields, after: Fields): Fields {
  const patch: Fields = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (!sameValue(before[key], after[key])) patch[key] = after[key] ?? null;
  }
  return patch;
}
