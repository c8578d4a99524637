import { Group, NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { ChartKind, Choice } from "./charts";
import type { Choices } from "./useChoices";

/** Words of ours rather than of the dog's records. */
const worded = ["per", "wanted", "type"] as const;
const isWorded = (choice: Choice): choice is (typeof worded)[number] =>
  (worded as readonly Choice[]).includes(choice);

export function ChartChoices({ chart, choices }: { chart: ChartKind; choices: Choices }) {
  const { t } = useTranslation();
  const all: Choice[] = [...chart.needs, ...chart.may];
  const wording = (choice: Choice, value: string, label: string) =>
    isWorded(choice) ? t(`progress.choose.${choice}.${value}` as "progress.choose.per.day") : label;
  // The server's own choice where none is made.
  const usual: Partial<Record<Choice, string>> = {
    per: "session",
    wanted: "decrease",
    cutoff: "2",
    type: "abc-record",
  };
  const shown = all.filter((choice) => (choices.options[choice]?.length ?? 0) > 0);
  if (shown.length === 0) return null;
  return (
    <Group grow preventGrowOverflow={false} gap="sm">
      {shown.map((choice) => (
        <NativeSelect
          key={choice}
          label={t(`progress.choice.${choice}`)}
          value={choices.chosen[choice] ?? usual[choice] ?? ""}
          onChange={(event) => choices.choose(choice, event.currentTarget.value)}
          data={[
            ...(usual[choice] || (chart.needs as readonly Choice[]).includes(choice)
              ? []
              : [{ value: "", label: t("progress.all") }]),
            ...(choices.options[choice] ?? []).map(({ value, label }) => ({
              value,
              label: wording(choice, value, label),
            })),
          ]}
        />
      ))}
    </Group>
  );
}
