// What erasing one's account would do, and doing it.
import { useQuery } from "@tanstack/react-query";
import { api, done, unwrap } from "@/shared/api/client";
import type { Proof } from "@/shared/api/types";
import { useLeave } from "../accounts.queries";

export const useErasureOutlook = () =>
  useQuery({
    queryKey: ["erasure"],
    queryFn: ({ signal }) => unwrap(api.GET("/v1/account/erasure", { signal })),
    staleTime: 0,
  });

export const useEraseAccount = () =>
  useLeave((body: Proof & { deleteDogs: boolean }) => done(api.DELETE("/v1/account", { body })));
