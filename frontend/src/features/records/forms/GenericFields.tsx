// The fields of a type that the page has no form of its own for, made from its schema.
import { Button, Collapse, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconChevronDown } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { NewRecord } from "@/shared/api/types";
import { recordTypeInfo } from "@/shared/lib/recordTypes";
import { laidOut } from "./formRules";
import { GenericField } from "./GenericField";
import { GenericList } from "./GenericList";

interface GenericFieldsProps {
  value: NewRecord;
  onChange: (change: Partial<NewRecord>) => void;
  errors: Record<string, string>;
}

export function GenericFields({ value, onChange, errors }: GenericFieldsProps) {
  const { t } = useTranslation();
  const { fields, required } = recordTypeInfo[value.type];
  const own = value as unknown as Record<string, unknown>;
  const { first, more } = laidOut(value);
  const stated = more.some(
    (name) => own[name] !== undefined && own[name] !== fields[name]?.default && !isNone(own[name]),
  );
  const [opened, { toggle }] = useDisclosure(stated);
  const wrong = more.some((name) => Object.keys(errors).some((path) => path.split(".")[0] === name));

  const shown = (name: string) => {
    const schema = fields[name] ?? {};
    const props = {
      type: value.type,
      name,
      path: name,
      schema,
      value: own[name],
      required: required.includes(name),
      onChange: (next: unknown) => onChange({ [name]: next } as Partial<NewRecord>),
      errors,
    };
    return schema.items?.properties ? (
      <GenericList key={name} {...props} />
    ) : (
      <GenericField key={name} {...props} />
    );
  };
  return (
    <>
      {first.map(shown)}
      {more.length > 0 && (
        <>
          <Button
            variant="subtle"
            onClick={toggle}
            aria-expanded={opened || wrong}
            rightSection={<IconChevronDown size={18} aria-hidden />}
            style={{ alignSelf: "flex-start" }}
          >
            {t("abc.more")}
          </Button>
          <Collapse expanded={opened || wrong}>
            <Stack>{more.map(shown)}</Stack>
          </Collapse>
        </>
      )}
    </>
  );
}

const isNone = (value: unknown) => Array.isArray(value) && value.length === 0;
