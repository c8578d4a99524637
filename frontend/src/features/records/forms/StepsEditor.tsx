// The criterion steps of a target, from easy to hard.
import {
  ActionIcon,
  Button,
  Card,
  Group,
  Input,
  NativeSelect,
  NumberInput,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type Prompt, prompts, type TargetStep } from "@/shared/api/types";

interface StepsEditorProps {
  steps: TargetStep[];
  onChange: (steps: TargetStep[]) => void;
  errors: Record<string, string>;
}

export function StepsEditor({ steps, onChange, errors }: StepsEditorProps) {
  const { t } = useTranslation();
  const swap = (a: number, b: number) =>
    onChange(steps.map((step, index) => (index === a ? steps[b] : index === b ? steps[a] : step) ?? step));
  return (
    <Stack gap="sm">
      <div>
        <Text size="sm" fw={500}>
          {t("fields.steps")}
        </Text>
        <Text size="sm" c="dimmed">
          {t("target.stepsHint")}
        </Text>
        {errors.steps && <Input.Error>{errors.steps}</Input.Error>}
      </div>
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the list
        <Card key={index} component="fieldset" m={0} aria-labelledby={`step-${index}`}>
          <Group justify="space-between" wrap="nowrap">
            <Text fw={600} id={`step-${index}`}>
              {t("target.step", { number: index + 1 })}
            </Text>
            <Group gap={0} wrap="nowrap">
              <ActionIcon
                aria-label={t("target.stepUp", { number: index + 1 })}
                disabled={index === 0}
                onClick={() => swap(index, index - 1)}
              >
                <IconArrowUp size={18} aria-hidden />
              </ActionIcon>
              <ActionIcon
                aria-label={t("target.stepDown", { number: index + 1 })}
                disabled={index === steps.length - 1}
                onClick={() => swap(index, index + 1)}
              >
                <IconArrowDown size={18} aria-hidden />
              </ActionIcon>
              <ActionIcon
                aria-label={t("target.stepRemove", { number: index + 1 })}
                disabled={steps.length === 1}
                onClick={() => onChange(steps.filter((_, place) => place !== index))}
              >
                <IconTrash size={18} aria-hidden />
              </ActionIcon>
            </Group>
          </Group>
          <StepFields
            step={step}
            onChange={(change) =>
              onChange(steps.map((old, place) => (place === index ? { ...old, ...change } : old)))
            }
            error={(field) => errors[`steps.${index}.${field}`]}
          />
        </Card>
      ))}
      <Button
        variant="light"
        disabled={steps.length >= 50}
        onClick={() => onChange([...steps, { ...steps.at(-1), description: undefined }])}
        leftSection={<IconPlus size={18} aria-hidden />}
      >
        {t("target.addStep")}
      </Button>
    </Stack>
  );
}

interface StepFieldsProps {
  step: TargetStep;
  onChange: (change: Partial<TargetStep>) => void;
  error: (field: keyof TargetStep) => string | undefined;
}

function StepFields({ step, onChange, error }: StepFieldsProps) {
  const { t } = useTranslation();
  const number = (value: string | number) => (typeof value === "number" ? value : undefined);
  return (
    <Stack gap="xs" mt="xs">
      <TextInput
        label={t("fields.description")}
        placeholder={t("target.descriptionExample")}
        value={step.description ?? ""}
        onChange={(event) => onChange({ description: event.currentTarget.value || undefined })}
        error={error("description")}
      />
      <SimpleGrid cols={2} spacing="xs">
        <NumberInput
          label={t("fields.distanceMeters")}
          suffix={` ${t("units.meters")}`}
          min={0}
          value={step.distanceMeters ?? ""}
          onChange={(value) => onChange({ distanceMeters: number(value) })}
          error={error("distanceMeters")}
        />
        <NumberInput
          label={t("fields.durationSeconds")}
          suffix={` ${t("units.seconds")}`}
          min={0}
          value={step.durationSeconds ?? ""}
          onChange={(value) => onChange({ durationSeconds: number(value) })}
          error={error("durationSeconds")}
        />
        <NumberInput
          label={t("fields.distraction")}
          min={0}
          max={5}
          allowDecimal={false}
          value={step.distraction ?? ""}
          onChange={(value) => onChange({ distraction: number(value) })}
          error={error("distraction")}
        />
        <NativeSelect
          label={t("fields.prompt")}
          data={[
            { value: "", label: t("common.notStated") },
            ...prompts.map((prompt) => ({ value: prompt, label: t(`prompts.${prompt}`) })),
          ]}
          value={step.prompt ?? ""}
          onChange={(event) =>
            onChange({ prompt: (event.currentTarget.value || undefined) as Prompt | undefined })
          }
          error={error("prompt")}
        />
      </SimpleGrid>
    </Stack>
  );
}
