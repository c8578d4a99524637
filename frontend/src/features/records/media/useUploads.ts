import { useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { useReplica } from "@/shared/replica/useReplica";
import { refreshRecords } from "../records.queries";
import { type FileUpload, sendFiles, uploads } from "./uploads";

/** The files on their way to one record, or to the dog itself, and how to add some. */
export function useUploads(dogId: string, recordId?: string) {
  const queries = useQueryClient();
  const replica = useReplica();
  const list: FileUpload[] = useSyncExternalStore(uploads.subscribe, uploads.list).filter(
    (one) => one.dogId === dogId && one.recordId === recordId,
  );
  const send = (files: File[]) =>
    sendFiles(files, { dogId, recordId }, () => void refreshRecords(queries, dogId, replica));
  return { list, send };
}
