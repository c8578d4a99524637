// Importing a file of records: tried out first, then all or nothing.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { refreshRecords } from "@/features/records/records.queries";
import { api, unwrap } from "@/shared/api/client";
import type { ImportReport, ImportRequest } from "@/shared/api/types";
import { useReplica } from "@/shared/replica/useReplica";
import { borisRequest, type OtherFile } from "./readOtherFile";

export function useImport(dogId: string) {
  const queries = useQueryClient();
  const replica = useReplica();
  return useMutation({
    mutationFn: async (request: ImportRequest): Promise<ImportReport> => {
      // The API's description says of these two only that they are objects.
      const body = request as ImportRequest & {
        mapping: Record<string, never>;
        defaults: Record<string, never>;
      };
      return unwrap(api.POST("/v1/dogs/{dogId}/import", { params: { path: { dogId } }, body }));
    },
    onSuccess: ({ dryRun }) => (dryRun ? undefined : refreshRecords(queries, dogId, replica)),
  });
}

interface OtherImport {
  file: OtherFile;
  /** Of a file of BORIS: who of those in it is this dog. */
  subject: string;
  timeZone: string;
  dryRun: boolean;
}

/** The same for a file that is no table. */
export function useImportOther(dogId: string) {
  const queries = useQueryClient();
  const replica = useReplica();
  const params = { path: { dogId } };
  return useMutation({
    mutationFn: ({ file, subject, timeZone, dryRun }: OtherImport): Promise<ImportReport> =>
      file.kind === "dossier"
        ? unwrap(
            api.POST("/v1/dogs/{dogId}/import/dossier", { params, body: { dossier: file.dossier, dryRun } }),
          )
        : unwrap(
            api.POST("/v1/dogs/{dogId}/import/boris", {
              params,
              body: { ...borisRequest(file.file, subject, timeZone), dryRun },
            }),
          ),
    onSuccess: (_, { dryRun }) => (dryRun ? undefined : refreshRecords(queries, dogId, replica)),
  });
}
