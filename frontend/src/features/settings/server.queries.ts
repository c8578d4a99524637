// The server that this page talks to.
import { useQuery } from "@tanstack/react-query";
import { api, unwrap } from "@/shared/api/client";

export const useServer = () =>
  useQuery({
    queryKey: ["server"],
    queryFn: ({ signal }) => unwrap(api.GET("/v1/server", { signal })),
  });
