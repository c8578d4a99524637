// Renders a page as the app does: theme, queries, toasts, router, replica; and under a dog's pages with that dog.
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { type ReactNode, useEffect } from "react";
import { createMemoryRouter, Outlet, RouterProvider } from "react-router";
import { makeQueryClient } from "@/app/queryClient";
import { cssVariables, theme } from "@/app/theme";
import type { Dog, DogRecord } from "@/shared/api/types";
import { DogContext } from "@/shared/lib/dogContext";
import { MemoryStore } from "@/shared/replica/memoryStore";
import { Replica } from "@/shared/replica/replica";
import { httpServer } from "@/shared/replica/server";
import { OneTab } from "@/shared/replica/tabs";
import { ReplicaContext, useReplicaInQueries } from "@/shared/replica/useReplica";
import { me } from "./examples";

function Syncing({ replica }: { replica: Replica }) {
  useReplicaInQueries(replica);
  useEffect(() => {
    void replica.start();
    return () => replica.stop();
  }, [replica]);
  return null;
}

interface Options {
  dog?: Dog;
  /** What the device has of the dog's records; absent: it has yet to ask the server. */
  records?: DogRecord[];
  /** The pattern and the path of the page. */
  route?: string;
  path?: string;
}

export function renderPage(page: ReactNode, { dog, records, route = "/", path = route }: Options = {}) {
  const store = records ? MemoryStore.holding(records, dog ? [dog] : []) : new MemoryStore();
  const replica = new Replica(me, store, httpServer, new OneTab());
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
        <ReplicaContext value={dog ? replica : null}>
          {dog && <Syncing replica={replica} />}
          <RouterProvider router={router} />
        </ReplicaContext>
      </QueryClientProvider>
    </MantineProvider>,
  );
  return { ...view, router, replica, user: userEvent.setup({ delay: null }) };
}
