// One of a few, as buttons big enough for wet gloves. Tapping the chosen one takes it back.
import { Button, Group, Input } from "@mantine/core";
import { useId } from "@mantine/hooks";

interface ChoiceFieldProps {
  label: string;
  description: string | undefined;
  error: string | undefined;
  withAsterisk: boolean;
  value: string;
  options: { value: string; label: string }[];
  onChange: (value: string) => void;
}

export function ChoiceField({
  label,
  description,
  error,
  withAsterisk,
  value,
  options,
  onChange,
}: ChoiceFieldProps) {
  const id = useId();
  const described = [description && `${id}-description`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend does not sit in a flex column
    <div role="group" aria-labelledby={`${id}-label`} aria-describedby={described || undefined}>
      <Input.Wrapper
        id={id}
        label={label}
        labelElement="div"
        labelProps={{ id: `${id}-label` }}
        description={description}
        descriptionProps={{ id: `${id}-description` }}
        error={error}
        errorProps={{ id: `${id}-error` }}
        withAsterisk={withAsterisk}
      >
        <Group gap={6} mt={4}>
          {options.map((option, place) => (
            <Button
              key={option.value}
              variant={option.value === value ? "filled" : "default"}
              radius="xl"
              px="md"
              mih="2.75rem"
              aria-pressed={option.value === value}
              // Where a form goes to when this is what is wrong with it.
              data-error={(error && place === 0) || undefined}
              onClick={() => onChange(option.value === value ? "" : option.value)}
            >
              {option.label}
            </Button>
          ))}
        </Group>
      </Input.Wrapper>
    </div>
  );
}
