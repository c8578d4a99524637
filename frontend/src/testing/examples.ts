// A dog and its records, for tests.
import type { Account, Attachment, Dog, Note, Target } from "@/shared/api/types";

export const me: Account = {
  id: "a-1",
  email: "tara@example.org",
  name: "Tara",
  emailVerified: true,
  secondFactor: false,
  units: "metric",
  createdAt: "2026-01-01T09:00:00Z",
};

export const dog: Dog = {
  id: "d-1",
  name: "Balu",
  createdAt: "2026-01-01T10:00:00Z",
  version: 1,
  you: {
    memberId: "a-1",
    role: "trainer",
    sections: {
      profile: "write",
      notes: "write",
      training: "write",
      behavior: "write",
      health: "write",
      calendar: "write",
      media: "write",
    },
    organizations: [],
  },
};

const common = {
  dogId: dog.id,
  occurredAt: "2026-11-20T10:00:00Z",
  recordedAt: "2026-11-20T10:00:05Z",
  author: { id: me.id, name: me.name, role: "trainer" as const },
  version: 1,
  seq: 1,
  deleted: false,
};

export function attachment(change: Partial<Attachment> = {}): Attachment {
  return {
    ...common,
    id: "p-1",
    type: "attachment",
    audience: ["trainer", "owner"],
    mediaType: "image/jpeg",
    size: 2_000_000,
    width: 4000,
    height: 3000,
    sha256: "0".repeat(64),
    ...change,
  };
}

export function note(change: Partial<Note> = {}): Note {
  return {
    ...common,
    id: "n-1",
    type: "note",
    audience: ["trainer", "owner"],
    text: "A quiet walk.",
    tags: [],
    pinned: false,
    ...change,
  };
}

export function target(change: Partial<Target> = {}): Target {
  return {
    ...common,
    id: "t-1",
    type: "target",
    audience: ["trainer", "owner"],
    name: "Recall",
    measure: "percent-correct",
    archived: false,
    steps: [{ description: "garden" }, { description: "park" }],
    ...change,
  };
}
