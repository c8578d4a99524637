import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "react-router";
import { meKey } from "@/features/accounts/accounts.queries";
import { makeQueryClient } from "./queryClient";
import { router } from "./router";
import { cssVariables, theme } from "./theme";

const queryClient = makeQueryClient(() => {
  // Wrong credentials are a 401 too, but then nobody was signed in.
  if (!queryClient.getQueryData(meKey)) return;
  const { pathname, search } = window.location;
  const next = new URLSearchParams({ next: pathname + search, expired: "1" });
  void router.navigate(`/sign-in?${next}`).then(() => queryClient.setQueryData(meKey, null));
});
const colorSchemeManager = localStorageColorSchemeManager();

export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
    >
      <Notifications position="top-center" limit={3} />
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
