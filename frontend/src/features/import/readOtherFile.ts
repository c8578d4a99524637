// What a file is that is no table: a dossier that this app exported, or the work of BORIS.
import type { BorisImportRequest, DossierImportRequest } from "@/shared/api/types";

export type OtherFile =
  | { kind: "dossier"; dossier: DossierImportRequest["dossier"] }
  | { kind: "boris"; file: string };

/** Told by its contents, whatever it is called. */
export function recognized(contents: string): OtherFile {
  // A byte order mark is no part of it.
  const text = contents.replace(/^\uFEFF/, "");
  try {
    const parsed: unknown = JSON.parse(text);
    if (isDossier(parsed)) return { kind: "dossier", dossier: parsed };
  } catch {
    // BORIS also exports tables, which are no JSON.
  }
  return { kind: "boris", file: text };
}

const isDossier = (value: unknown): value is DossierImportRequest["dossier"] =>
  typeof value === "object" && value !== null && "format" in value && value.format === "doggy-app-dossier";

/** Of BORIS' observations, whose dates have no time zone. */
export const borisRequest = (
  file: string,
  subject: string,
  timeZone: string,
): Omit<BorisImportRequest, "dryRun"> => ({
  file,
  timeZone,
  ...(subject.trim() && { subject: subject.trim() }),
});
