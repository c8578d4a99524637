// Writing appointments and answers, and the secret address of one's calendar.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { v7 as uuid } from "uuid";
import { withdrawRecord, writeRecord } from "@/features/records/records.queries";
import type { Occurrence } from "@/shared/agenda/occurrences";
import { api, done, unwrap } from "@/shared/api/client";
import type { Appointment, DogRecord, NewRecord } from "@/shared/api/types";
import { fieldsOf } from "@/shared/lib/fieldsOf";
import { useReplica } from "@/shared/replica/useReplica";
import { moved, movedAlone, movedSeries, type Times } from "./moves";

export type Which = "one" | "all";

/** The same appointment in the records of the other dogs that come to it. */
export const sameGroup = ({ appointment, start }: Occurrence, all: Occurrence[]): Occurrence[] =>
  all.filter(
    (other) =>
      other.appointment.id === appointment.id ||
      (appointment.groupId !== undefined &&
        other.appointment.groupId === appointment.groupId &&
        other.start.getTime() === start.getTime()),
  );

/** Moves what was dragged, of all its dogs; what it answers takes all of it back. */
export function useMove() {
  const replica = useReplica();
  return useMutation({
    mutationFn: async ({
      occurrences,
      to,
      which,
    }: {
      occurrences: Occurrence[];
      to: Times;
      which: Which;
    }) => {
      const back: (() => Promise<unknown>)[] = [];
      const change = async (seen: Appointment, wanted: NewRecord) => {
        const { dogId, id } = seen;
        await writeRecord(replica, { dogId, id, wanted, seen });
        back.push(async () => {
          const now = await replica.record(dogId, id);
          if (now) await writeRecord(replica, { dogId, id, wanted: fieldsOf(seen), seen: now });
        });
      };
      for (const one of occurrences) {
        const { appointment } = one;
        if (!appointment.recurrence) await change(appointment, moved(one, to));
        else if (which === "all") await change(appointment, movedSeries(one, to) ?? fieldsOf(appointment));
        else {
          const { series, single } = movedAlone(one, to);
          const { dogId } = appointment;
          const id = uuid();
          await writeRecord(replica, { dogId, id, wanted: single });
          back.push(() => withdrawRecord(replica, { dogId, id }));
          await change(appointment, series);
        }
      }
      return async () => {
        for (const step of back.reverse()) await step();
      };
    },
  });
}

/** The same appointment for each of the dogs. */
export function usePlan() {
  const replica = useReplica();
  return useMutation({
    mutationFn: async ({ dogIds, fields }: { dogIds: string[]; fields: NewRecord }) => {
      const written: Pick<DogRecord, "dogId" | "id">[] = [];
      const group = dogIds.length > 1 ? { groupId: uuid() } : {};
      for (const dogId of dogIds) {
        const id = uuid();
        await writeRecord(replica, { dogId, id, wanted: { ...fields, ...group } as NewRecord });
        written.push({ dogId, id });
      }
      return async () => {
        for (const one of written) await withdrawRecord(replica, one);
      };
    },
  });
}

const feedKey = ["calendar-feed"] as const;

export const useFeed = () =>
  useQuery({
    queryKey: feedKey,
    queryFn: ({ signal }) => unwrap(api.GET("/v1/me/calendar-feed", { signal })),
  });

/** Answers the address, once; the one before no longer works. */
export function useMakeFeed() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => unwrap(api.POST("/v1/me/calendar-feed")),
    onSuccess: () => queries.invalidateQueries({ queryKey: feedKey }),
  });
}

export function useRevokeFeed() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => done(api.DELETE("/v1/me/calendar-feed")),
    onSuccess: () => queries.invalidateQueries({ queryKey: feedKey }),
  });
}
