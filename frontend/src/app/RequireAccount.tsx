import { Center } from "@mantine/core";
import { Navigate, Outlet, useLocation } from "react-router";
import { useMe } from "@/features/accounts/accounts.queries";
import { ErrorState } from "@/shared/ui/states";
import { Splash } from "./Splash";

/** Shows its pages to whoever is signed in, and sends everybody else to sign in first. */
export function RequireAccount() {
  const { pathname, search } = useLocation();
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
    const next = pathname === "/" ? "" : `?${new URLSearchParams({ next: pathname + search })}`;
    return <Navigate to={`/sign-in${next}`} replace />;
  }
  return <Outlet />;
}
