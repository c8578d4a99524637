// What is chosen for a chart: from the address, else the most likely one.
import { useSearchParams } from "react-router";
import { useLastTrainedTarget, useRecordsOfType, useTargets } from "@/features/records/records.queries";
import { useDog } from "@/shared/lib/dogContext";
import { formatDayAndTime } from "@/shared/lib/time";
import type { ChartKind, Choice } from "./charts";
import { type ChartQuery, useBehaviors } from "./progress.queries";

export interface Option {
  value: string;
  label: string;
}

export interface Choices {
  options: Partial<Record<Choice, Option[]>>;
  chosen: Partial<Record<Choice, string>>;
  choose: (choice: Choice, value: string) => void;
  /** Absent while something that the chart needs is not there. */
  query: ChartQuery | undefined;
  /** The name of what the chart is of. */
  subject: string;
  isPending: boolean;
  error: unknown;
}

const parameterOf: Record<Choice, string> = {
  target: "targetId",
  behavior: "behavior",
  per: "per",
  wanted: "wanted",
  trigger: "trigger",
  cutoff: "cutoff",
  type: "type",
  observation: "observationId",
};

const fixed: Partial<Record<Choice, string[]>> = {
  per: ["session", "day", "week"],
  wanted: ["decrease", "increase"],
  cutoff: ["1", "2", "3", "4", "5"],
  type: ["abc-record", "incident", "trigger-exposure", "session"],
};

const named = (names: Iterable<string>) => [...names].map((name) => ({ value: name, label: name }));

export function useChoices(chart: ChartKind): Choices {
  const dog = useDog();
  const [params, setParams] = useSearchParams();
  const all: Choice[] = [...chart.needs, ...chart.may];
  const has = (choice: Choice) => all.includes(choice);

  const targets = useTargets(dog.id, has("target"));
  const lastTrained = useLastTrainedTarget(dog.id);
  const behaviors = useBehaviors(dog.id, has("behavior"));
  const exposures = useRecordsOfType(dog.id, "trigger-exposure", has("trigger"));
  const observations = useRecordsOfType(dog.id, "observation", has("observation"));

  const options: Choices["options"] = {
    target: targets.data?.map(({ id, name }) => ({ value: id, label: name })),
    behavior: named(behaviors.names),
    trigger: named(new Set(exposures.data?.map(({ trigger }) => trigger))),
    observation: observations.data?.flatMap((one) =>
      one.pairedWith
        ? [{ value: one.id, label: `${formatDayAndTime(new Date(one.occurredAt))}, ${one.author.name}` }]
        : [],
    ),
  };
  for (const [choice, values] of Object.entries(fixed)) options[choice as Choice] = named(values);

  const chosen: Choices["chosen"] = {};
  const query: ChartQuery = {};
  for (const choice of all) {
    const known = options[choice] ?? [];
    const asked = params.get(choice) ?? (choice === "target" ? lastTrained : undefined);
    const value =
      known.find((option) => option.value === asked)?.value ??
      (chart.needs.includes(choice as never) ? known[0]?.value : undefined);
    if (value !== undefined) {
      chosen[choice] = value;
      query[parameterOf[choice]] = value;
    }
  }
  // The last trained target is a likely one, and no reason to narrow what may be of all.
  if (chart.may.includes("target" as never) && !params.get("target")) {
    delete chosen.target;
    delete query.targetId;
  }
  const complete = chart.needs.every((choice) => chosen[choice] !== undefined);
  const of = all.find((choice) => choice === "target" || choice === "behavior" || choice === "trigger");
  const subject = (of && options[of]?.find(({ value }) => value === chosen[of])?.label) ?? "";
  const asking = [targets, exposures, observations];
  return {
    options,
    chosen,
    choose: (choice, value) =>
      setParams(
        (before) => {
          if (value) before.set(choice, value);
          else before.delete(choice);
          return before;
        },
        { replace: true },
      ),
    query: complete ? query : undefined,
    subject,
    isPending: asking.some(({ isLoading }) => isLoading) || behaviors.isPending,
    error: asking.find(({ isError }) => isError)?.error,
  };
}
