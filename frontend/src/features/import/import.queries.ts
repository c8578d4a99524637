// Importing a file of records: tried out first, then all or nothing.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { refreshRecords } from "@/features/records/records.queries";
import { api, unwrap } from "@/shared/api/client";
import type { ImportRequest } from "@/shared/api/types";

export function useImport(dogId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: ImportRequest) =>
      unwrap(api.POST("/v1/dogs/{dogId}/import", { params: { path: { dogId } }, body })),
    onSuccess: ({ dryRun }) => (dryRun ? undefined : refreshRecords(queries, dogId)),
  });
}
