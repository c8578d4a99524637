import { Center } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Navigate, Outlet, useLocation } from "react-router";
import { sessionEnd, useMe } from "@/features/accounts/accounts.queries";
import { ErrorState } from "@/shared/ui/states";
import { Splash } from "./Splash";

/** Shows its pages to whoever is signed in, and sends everybody else to sign in first. */
export function RequireAccount() {
  const { pathname, search } = useLocation();
  const queries = useQueryClient();
  const me = useMe();
  if (me.isPending) return <Splash />;
  if (me.isError) {
    return (
      <Center mih="100dvh" p="md">
        <ErrorState error={me.error} retry={() => me.refetch()} />
      </Center>
    );
  }
  if (!me.data) {
    const why = sessionEnd(queries);
    const params = new URLSearchParams();
    if (why !== "signed-out" && pathname !== "/") params.set("next", pathname + search);
    if (why === "expired") params.set("expired", "1");
    return <Navigate to={{ pathname: "/sign-in", search: params.toString() }} replace />;
  }
  return <Outlet />;
}
