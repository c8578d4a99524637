// A row of yes and no, such as the scores of intervals: each a button to turn over.
import { Button, Group, Input, UnstyledButton } from "@mantine/core";
import { useId } from "@mantine/hooks";
import { IconMinus, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./ScoresField.module.css";

interface ScoresFieldProps {
  label: string;
  description: string | undefined;
  error: string | undefined;
  value: boolean[];
  most: number;
  onChange: (value: boolean[]) => void;
}

export function ScoresField({ label, description, error, value, most, onChange }: ScoresFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend does not sit in a flex column
    <div role="group" aria-labelledby={`${id}-label`}>
      <Input.Wrapper
        id={id}
        label={label}
        labelElement="div"
        labelProps={{ id: `${id}-label` }}
        description={description}
        error={error}
      >
        <div className={classes.row}>
          {value.map((score, place) => (
            <UnstyledButton
              // biome-ignore lint/suspicious/noArrayIndexKey: a score is its place in the row
              key={place}
              className={classes.score}
              aria-pressed={score}
              aria-label={String(place + 1)}
              onClick={() => onChange(value.map((one, at) => (at === place ? !one : one)))}
            >
              {place + 1}
            </UnstyledButton>
          ))}
        </div>
        <Group gap="xs" mt={6}>
          <Button
            variant="default"
            leftSection={<IconPlus size={16} aria-hidden />}
            disabled={value.length >= most}
            onClick={() => onChange([...value, false])}
          >
            {t("form.addScore")}
          </Button>
          <Button
            variant="default"
            leftSection={<IconMinus size={16} aria-hidden />}
            disabled={value.length === 0}
            onClick={() => onChange(value.slice(0, -1))}
          >
            {t("form.removeScore")}
          </Button>
        </Group>
      </Input.Wrapper>
    </div>
  );
}
