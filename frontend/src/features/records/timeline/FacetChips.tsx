// Choices of a filter as chips, each with the number of records that it would leave.
import { Chip, Group, Text } from "@mantine/core";

interface FacetChipsProps {
  label: string;
  /** Whether the label is to be seen, not only heard. */
  titled?: boolean;
  options: { value: string; label: string; count?: number | undefined }[];
  value: string[];
  onChange: (value: string[]) => void;
}

export function FacetChips({ label, titled, options, value, onChange }: FacetChipsProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend does not sit in a flex row
    <div role="group" aria-label={label}>
      {titled && (
        <Text size="sm" fw={500} mb={4} aria-hidden>
          {label}
        </Text>
      )}
      <Group gap={6}>
        <Chip.Group multiple value={value} onChange={onChange}>
          {options.map((option) => (
            <Chip key={option.value} value={option.value} size="md" styles={{ label: { height: "2.75rem" } }}>
              <span>{option.label}</span>
              {option.count !== undefined && (
                // Heard in the number of results; a name that changes with each tap is confusing to hear.
                <Text span size="sm" c="inherit" ml={6} aria-hidden>
                  {option.count}
                </Text>
              )}
            </Chip>
          ))}
        </Chip.Group>
      </Group>
    </div>
  );
}
