// A scale of a few levels, 0 to 5 unless said otherwise, as big buttons with words at both ends. Tapping the chosen one
// takes it back.
import { Group, Input, Text, UnstyledButton } from "@mantine/core";
import { useId } from "@mantine/hooks";
import type { ReactNode } from "react";
import classes from "./ScalePicker.module.css";

interface ScalePickerProps {
  label: string;
  low: string;
  high: string;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
  error?: ReactNode;
  description?: string | undefined;
  withAsterisk?: boolean;
  least?: number;
  most?: number;
}

export function ScalePicker({
  label,
  low,
  high,
  value,
  onChange,
  error,
  description,
  withAsterisk = false,
  least = 0,
  most = 5,
}: ScalePickerProps) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend does not sit in a flex column
    <div role="group" aria-labelledby={id} aria-describedby={error ? `${id}-error` : undefined}>
      <Text size="sm" fw={500} mb={4} id={id}>
        {label}
        {withAsterisk && (
          <Text span c="red" aria-hidden>
            {" *"}
          </Text>
        )}
      </Text>
      {description && <Input.Description mb={4}>{description}</Input.Description>}
      <div className={classes.scale}>
        {Array.from({ length: most - least + 1 }, (_, index) => least + index).map((step) => (
          <UnstyledButton
            key={step}
            className={classes.step}
            aria-pressed={value === step}
            data-error={(error && step === least) || undefined}
            onClick={() => onChange(value === step ? undefined : step)}
          >
            {step}
          </UnstyledButton>
        ))}
      </div>
      <Group justify="space-between" mt={2}>
        <Text size="sm" c="dimmed">
          {low}
        </Text>
        <Text size="sm" c="dimmed">
          {high}
        </Text>
      </Group>
      {error && <Input.Error id={`${id}-error`}>{error}</Input.Error>}
    </div>
  );
}
