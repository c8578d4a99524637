import { DirectionProvider, localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "react-router";
import { sessionExpired } from "@/features/accounts/accounts.queries";
import { makeQueryClient } from "./queryClient";
import { router } from "./router";
import { cssVariables, theme } from "./theme";

const queryClient = makeQueryClient(() => sessionExpired(queryClient));
const colorSchemeManager = localStorageColorSchemeManager();

export function App() {
  return (
    <DirectionProvider>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariables}
        colorSchemeManager={colorSchemeManager}
        defaultColorScheme="auto"
      >
        <Notifications position="bottom-center" limit={3} />
        <QueryClientProvider client={queryClient}>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </DirectionProvider>
  );
}
