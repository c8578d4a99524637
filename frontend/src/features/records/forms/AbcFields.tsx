import { Button, Collapse, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconChevronDown } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { functions, type HypothesizedFunction } from "@/shared/api/types";
import { useDog } from "@/shared/lib/dogContext";
import { DurationTimer } from "@/shared/ui/DurationTimer";
import type { FieldProps } from "./fieldProps";
import { ScalePicker } from "./ScalePicker";
import { SpokenTextarea } from "./SpokenTextarea";
import { VocabularyChips } from "./VocabularyChips";

const parts = ["antecedent", "behavior", "consequence"] as const;

export function AbcFields({ value, onChange, errors }: FieldProps<"abc-record">) {
  const { t } = useTranslation();
  const dog = useDog();
  const { recordId } = useParams();
  const form = recordId ? `${dog.id}.edit.${recordId}` : `${dog.id}.abc-record`;
  const more = value.settingEvent || value.latencySeconds || value.hypothesizedFunction || value.notes;
  const [opened, { toggle }] = useDisclosure(Boolean(more));
  return (
    <>
      {parts.map((part) => (
        <Stack key={part} gap={6}>
          <SpokenTextarea
            label={t(`fields.${part}`)}
            description={t(`abc.hint.${part}`)}
            minRows={2}
            maxLength={500}
            value={value[part]}
            onChange={(text) => onChange({ [part]: text })}
            error={errors[part]}
          />
          <VocabularyChips
            type="abc-record"
            field={part}
            label={t(`fields.${part}`)}
            value={value[part]}
            onChange={(text) => onChange({ [part]: text })}
          />
        </Stack>
      ))}
      <ScalePicker
        label={t("fields.intensity")}
        low={t("abc.low")}
        high={t("abc.high")}
        value={value.intensity}
        onChange={(intensity) => onChange({ intensity })}
        error={errors.intensity}
      />
      <DurationTimer
        keptAs={`${form}.duration`}
        label={t("fields.durationSeconds")}
        value={value.durationSeconds}
        onChange={(durationSeconds) => onChange({ durationSeconds })}
        error={errors.durationSeconds}
      />
      <Button
        variant="subtle"
        onClick={toggle}
        aria-expanded={opened}
        rightSection={<IconChevronDown size={18} aria-hidden />}
        style={{ alignSelf: "flex-start" }}
      >
        {t("abc.more")}
      </Button>
      <Collapse expanded={opened}>
        <Stack>
          <TextInput
            label={t("fields.settingEvent")}
            description={t("abc.hint.settingEvent")}
            value={value.settingEvent ?? ""}
            onChange={(event) => onChange({ settingEvent: event.currentTarget.value })}
            error={errors.settingEvent}
          />
          <DurationTimer
            keptAs={`${form}.latency`}
            label={t("fields.latencySeconds")}
            value={value.latencySeconds}
            onChange={(latencySeconds) => onChange({ latencySeconds })}
            error={errors.latencySeconds}
          />
          <NativeSelect
            label={t("fields.hypothesizedFunction")}
            data={[
              { value: "", label: t("common.notStated") },
              ...functions.map((item) => ({ value: item, label: t(`functions.${item}`) })),
            ]}
            value={value.hypothesizedFunction ?? ""}
            onChange={(event) =>
              onChange({
                hypothesizedFunction: (event.currentTarget.value || undefined) as
                  | HypothesizedFunction
                  | undefined,
              })
            }
            error={errors.hypothesizedFunction}
          />
          <SpokenTextarea
            label={t("fields.notes")}
            minRows={2}
            value={value.notes ?? ""}
            onChange={(notes) => onChange({ notes })}
            error={errors.notes}
          />
          <Text size="sm" c="dimmed">
            {t("abc.functionHint")}
          </Text>
        </Stack>
      </Collapse>
    </>
  );
}
