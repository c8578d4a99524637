// What the signed-in person may do with a dog's records. The server decides; this only hides what it would refuse.
import type { Account, Dog, DogRecord, RecordType, Role, Section } from "../api/types";

export const sectionOf: Record<RecordType, Section> = {
  note: "notes",
  session: "training",
  "abc-record": "behavior",
  weight: "health",
  target: "training",
  // Of a comment on a note; the server knows the section of each.
  comment: "notes",
};

export const recordTypes = Object.keys(sectionOf) as RecordType[];

export const defaultAudience: Record<RecordType, Role[]> = {
  note: ["trainer", "owner"],
  "abc-record": ["trainer", "owner"],
  target: ["trainer", "owner", "walker", "carer"],
  session: ["trainer", "owner"],
  weight: ["trainer", "owner", "carer"],
  comment: ["trainer", "owner", "walker", "carer"],
};

export const canRead = (dog: Dog, section: Section) => dog.you.sections[section] !== "none";
export const canWrite = (dog: Dog, section: Section) => dog.you.sections[section] === "write";
export const canLog = (dog: Dog, type: RecordType) => canWrite(dog, sectionOf[type]);
export const managesCircle = (dog: Dog) => dog.you.role === "owner" || dog.you.role === "trainer";

/** Targets are edited by everyone who may write training; the rest by their author alone. */
export function canEdit(dog: Dog, record: DogRecord, me: Account | null | undefined): boolean {
  if (!canLog(dog, record.type)) return false;
  return record.type === "target" || record.author.id === me?.id;
}
