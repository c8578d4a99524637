// Logging an observation: what is watched for and how, watching, and the last look before it is saved.
import { useDog } from "@/shared/lib/dogContext";
import { ListSkeleton } from "@/shared/ui/states";
import { useRecordsOfType } from "../records.queries";
import { FinishObservation } from "./FinishObservation";
import { ObservationSetup } from "./ObservationSetup";
import { useObservationDraft } from "./useObservationDraft";
import { Watching } from "./Watching";

type Observations = NonNullable<ReturnType<typeof useRecordsOfType<"observation">>["data"]>;

export function LogObservationPage() {
  const dog = useDog();
  const { data, isPending } = useRecordsOfType(dog.id, "observation");
  if (isPending) return <ListSkeleton rows={3} />;
  return <LogObservation key={dog.id} known={data ?? []} />;
}

function LogObservation({ known }: { known: Observations }) {
  const dog = useDog();
  const newest = known.reduce<Observations[number] | undefined>(
    (best, one) => (best && new Date(best.occurredAt) >= new Date(one.occurredAt) ? best : one),
    undefined,
  );
  const observation = useObservationDraft(dog.id, (pairedWith) =>
    pairedWith === undefined ? newest : known.find(({ id }) => id === pairedWith),
  );
  switch (observation.draft.stage) {
    case "setup":
      return <ObservationSetup observation={observation} />;
    case "watching":
      return <Watching observation={observation} />;
    case "finish":
      return <FinishObservation observation={observation} />;
  }
}
