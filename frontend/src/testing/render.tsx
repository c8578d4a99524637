// Renders a page as the app does: theme, queries, toasts, router; and under a dog's pages with that dog.
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { createMemoryRouter, Outlet, RouterProvider } from "react-router";
import { makeQueryClient } from "@/app/queryClient";
import { cssVariables, theme } from "@/app/theme";
import type { Dog } from "@/shared/api/types";
import { DogContext } from "@/shared/lib/dogContext";

interface Options {
  dog?: Dog;
  /** The pattern and the path of the page. */
  route?: string;
  path?: string;
}

export function renderPage(page: ReactNode, { dog, route = "/", path = route }: Options = {}) {
  const elsewhere = { path: "*", element: <p>another page</p> };
  const router = createMemoryRouter(
    [
      {
        element: (
          <DogContext value={dog ?? null}>
            <Outlet />
          </DogContext>
        ),
        children: [{ path: route, element: page }, elsewhere],
      },
    ],
    { initialEntries: [path] },
  );
  const view = render(
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} env="test">
      <Notifications />
      <QueryClientProvider client={makeQueryClient(() => {})}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return { ...view, router, user: userEvent.setup({ delay: null }) };
}
