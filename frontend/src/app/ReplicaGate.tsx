// Opens the replica of whoever is signed in, for all pages below.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Outlet } from "react-router";
import { useMe } from "@/features/accounts/accounts.queries";
import { showKeptDogs } from "@/features/dogs/dogs.queries";
import { openReplica } from "@/shared/replica/openReplica";
import type { Replica } from "@/shared/replica/replica";
import { askToPersist } from "@/shared/replica/storageHealth";
import { ReplicaContext, useReplicaInQueries } from "@/shared/replica/useReplica";
import { ErrorPage } from "./ErrorPage";
import { LiveUpdates } from "./LiveUpdates";
import { Splash } from "./Splash";

export function ReplicaGate() {
  const { data: me, dataUpdatedAt } = useMe();
  // The account that was there when the pages were opened; another one is another gate.
  return me ? <Gate key={me.id} accountId={me.id} name={me.name} asked={dataUpdatedAt > 0} /> : null;
}

interface GateProps {
  accountId: string;
  name: string;
  /** Whether the server was asked if this is still who is signed in, and did not deny it. */
  asked: boolean;
}

function Gate({ accountId, name, asked }: GateProps) {
  const queries = useQueryClient();
  const [replica, setReplica] = useState<Replica>();
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    const opening = openReplica({ id: accountId, name });
    let left = false;
    opening
      .then(async (opened) => {
        await showKeptDogs(queries, opened, true);
        if (left) return;
        setReplica(opened);
        void askToPersist();
      })
      .catch((error) => {
        reportError(error);
        if (!left) setBroken(true);
      });
    return () => {
      left = true;
      opening.then(
        (opened) => opened.stop(),
        () => {},
      );
    };
  }, [accountId, name, queries]);

  useEffect(() => {
    if (asked) void replica?.start();
  }, [asked, replica]);
  useReplicaInQueries(replica);
  useEffect(
    () => replica?.on("changed", ({ dogs }) => dogs && void showKeptDogs(queries, replica)),
    [replica, queries],
  );
  if (broken) return <ErrorPage />;
  if (!replica) return <Splash />;
  return (
    <ReplicaContext value={replica}>
      {asked && <LiveUpdates />}
      <Outlet />
    </ReplicaContext>
  );
}
