// A part of the health page about records of one type: adding one, and the states of the list.
import type { ReactNode } from "react";
import type { RecordType } from "@/shared/api/types";
import { canLog } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { PagePart } from "@/shared/ui/PagePart";
import { ErrorState, ListSkeleton } from "@/shared/ui/states";

interface HealthPartProps {
  type: RecordType;
  title: string;
  addLabel: string;
  empty: string;
  query: { isPending: boolean; isError: boolean; error: unknown; refetch: () => unknown };
  count: number;
  children: ReactNode;
}

export function HealthPart({ type, title, addLabel, empty, query, count, children }: HealthPartProps) {
  const dog = useDog();
  const { isPending, isError, error, refetch } = query;
  return (
    <PagePart
      title={title}
      add={canLog(dog, type) && { to: `/dogs/${dog.id}/log/${type}`, label: addLabel }}
      empty={!isPending && !isError && count === 0 && empty}
    >
      {isPending ? (
        <ListSkeleton rows={2} height={56} />
      ) : isError ? (
        <ErrorState error={error} retry={() => refetch()} />
      ) : (
        children
      )}
    </PagePart>
  );
}
