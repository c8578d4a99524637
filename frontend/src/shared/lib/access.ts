// What the signed-in person may do with a dog's records. The server decides; this only hides what it would refuse.
import type { Account, Dog, DogRecord, RecordType, Section } from "../api/types";
import { isLogged, recordTypeInfo, recordTypes } from "./recordTypes";

export const sectionOf = (type: RecordType): Section => recordTypeInfo[type].section;

export const canRead = (dog: Dog, section: Section) => dog.you.sections[section] !== "none";
export const canWrite = (dog: Dog, section: Section) => dog.you.sections[section] === "write";
export const canLog = (dog: Dog, type: RecordType) => canWrite(dog, sectionOf(type));
/** What they may log, in the catalog's order. */
export const loggableTypes = (dog: Dog) => recordTypes.filter((type) => isLogged(type) && canLog(dog, type));
export const managesCircle = (dog: Dog) => dog.you.role === "owner" || dog.you.role === "trainer";

/** Plans kept together are edited by everyone who may write in their section; the rest by their author alone. */
export function canEdit(dog: Dog, record: DogRecord, me: Account | null | undefined): boolean {
  if (!canLog(dog, record.type)) return false;
  return recordTypeInfo[record.type].shared || record.author.id === me?.id;
}
