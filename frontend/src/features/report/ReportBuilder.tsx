// What goes into the report: of which days, for whom, which parts, which notes, on which paper.
import { Card, Checkbox, Group, NativeSelect, SegmentedControl, Stack, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useRecordsOfType } from "@/features/records/records.queries";
import { roles } from "@/shared/api/types";
import { useDog } from "@/shared/lib/dogContext";
import { formatDay } from "@/shared/lib/time";
import { parts, presets, type ReportChoices } from "./useReportChoices";

const mostNotes = 50;

export function ReportBuilder({ choices }: { choices: ReportChoices }) {
  const { t } = useTranslation();
  const { request, preset, paper, change } = choices;
  const { include = [], as } = request;
  const setParts = (next: readonly string[]) =>
    change({ parts: parts.filter((part) => next.includes(part)).join(",") });
  return (
    <Card data-no-print>
      <Stack component="section" aria-label={t("report.contents")}>
        <SegmentedControl
          aria-label={t("report.period")}
          value={preset}
          onChange={(period) => change({ period })}
          data={presets.map((value) => ({ value, label: t(`report.preset.${value}`) }))}
          fullWidth
        />
        {preset === "days" && (
          <Group grow>
            <TextInput
              type="date"
              label={t("report.from")}
              value={request.from ?? ""}
              onChange={(event) => change({ from: event.currentTarget.value })}
            />
            <TextInput
              type="date"
              label={t("report.to")}
              value={request.to ?? ""}
              onChange={(event) => change({ to: event.currentTarget.value })}
            />
          </Group>
        )}
        <Group grow align="flex-start">
          <NativeSelect
            label={t("report.as")}
            description={t("report.asHint")}
            value={as}
            onChange={(event) => change({ as: event.currentTarget.value })}
            data={roles.map((role) => ({ value: role, label: t(`roles.one.${role}`) }))}
          />
          <NativeSelect
            label={t("report.paper")}
            description={t("report.paperHint")}
            value={paper}
            onChange={(event) => change({ paper: event.currentTarget.value })}
            data={[
              { value: "A4", label: "A4" },
              { value: "letter", label: "Letter" },
            ]}
          />
        </Group>
        <Checkbox.Group label={t("report.parts")} value={[...include]} onChange={setParts}>
          <Group mt="xs">
            {parts.map((part) => (
              <Checkbox key={part} value={part} label={t(`report.part.${part}`)} />
            ))}
          </Group>
        </Checkbox.Group>
        {include.includes("notes") && <NoteChoice choices={choices} />}
      </Stack>
    </Card>
  );
}

function NoteChoice({ choices }: { choices: ReportChoices }) {
  const { t } = useTranslation();
  const dog = useDog();
  const { data = [] } = useRecordsOfType(dog.id, "note");
  const { notes = [], as = "owner" } = choices.request;
  // What the reader is not shown cannot be quoted for them.
  const quotable = data.filter(({ audience }) => audience?.includes(as));
  if (quotable.length === 0) return <Text c="dimmed">{t("report.noNotes")}</Text>;
  return (
    <Checkbox.Group
      label={t("report.notes")}
      value={[...notes]}
      onChange={(next) => choices.change({ notes: next.slice(0, mostNotes).join(",") })}
    >
      <Stack mt="xs" gap="xs" mah={220} style={{ overflowY: "auto" }}>
        {quotable.map(({ id, occurredAt, text }) => (
          <Checkbox
            key={id}
            value={id}
            label={`${formatDay(new Date(occurredAt))}: ${text.length > 90 ? `${text.slice(0, 90)} …` : text}`}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
