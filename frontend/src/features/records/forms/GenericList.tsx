// A field that is a list of parts with fields of their own.
import { Button, Card, CloseButton, Fieldset, Group, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useLabels } from "@/shared/lib/useLabels";
import { GenericField, type GenericFieldProps } from "./GenericField";

type Part = Record<string, unknown>;

export function GenericList({ type, name, path, schema, value, onChange, errors }: GenericFieldProps) {
  const { t } = useTranslation();
  const { fieldOf, hint } = useLabels();
  const parts = (Array.isArray(value) ? value : []) as Part[];
  const { properties = {}, required = [] } = schema.items ?? {};
  const about = hint(type, name, schema.description);
  const replace = (index: number, part: Part) =>
    onChange(parts.map((old, at) => (at === index ? part : old)));
  return (
    <Fieldset legend={fieldOf(type, name)}>
      <Stack gap="sm">
        {about && (
          <Text size="sm" c="dimmed">
            {about}
          </Text>
        )}
        {errors[path] && (
          <Text size="sm" c="red" role="alert">
            {errors[path]}
          </Text>
        )}
        {parts.map((part, index) => (
          // Parts have no identity but their place.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <Card key={index} withBorder p="sm">
            <Group justify="space-between" mb={4}>
              <Text fw={600} size="sm">
                {index + 1}
              </Text>
              <CloseButton
                aria-label={t("common.removePart", { number: index + 1 })}
                onClick={() => onChange(parts.filter((_, at) => at !== index))}
              />
            </Group>
            <Stack gap="xs">
              {Object.entries(properties)
                .filter(([, its]) => its.format !== "uuid" || its["x-references"])
                .map(([member, its]) => (
                  <GenericField
                    key={member}
                    type={type}
                    name={member}
                    path={`${path}.${index}.${member}`}
                    schema={its}
                    value={part[member]}
                    required={required.includes(member)}
                    onChange={(next) => replace(index, { ...part, [member]: next })}
                    errors={errors}
                  />
                ))}
            </Stack>
          </Card>
        ))}
        <Button
          variant="light"
          leftSection={<IconPlus size={18} aria-hidden />}
          disabled={parts.length >= (schema.maxItems ?? Number.POSITIVE_INFINITY)}
          onClick={() => onChange([...parts, {}])}
          style={{ alignSelf: "flex-start" }}
        >
          {t("common.addPart")}
        </Button>
      </Stack>
    </Fieldset>
  );
}
