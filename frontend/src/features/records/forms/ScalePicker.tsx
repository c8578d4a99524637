// 0 to 5, as big buttons with words at both ends. Tapping the chosen one takes it back.
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
}

export function ScalePicker({ label, low, high, value, onChange, error }: ScalePickerProps) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend does not sit in a flex column
    <div role="group" aria-labelledby={id}>
      <Text size="sm" fw={500} mb={4} id={id}>
        {label}
      </Text>
      <div className={classes.scale}>
        {[0, 1, 2, 3, 4, 5].map((step) => (
          <UnstyledButton
            key={step}
            className={classes.step}
            aria-pressed={value === step}
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
      {error && <Input.Error>{error}</Input.Error>}
    </div>
  );
}
