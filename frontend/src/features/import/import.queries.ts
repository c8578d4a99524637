// Importing a file of records: tried out first, then all or nothing.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { refreshRecords } from "@/features/records/records.queries";
import { api, unwrap } from "@/shared/api/client";
import type { ImportReport, ImportRequest } from "@/shared/api/types";
import { useReplica } from "@/shared/replica/useReplica";

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
