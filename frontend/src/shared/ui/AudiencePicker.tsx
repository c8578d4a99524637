// Who sees a record, in plain words. An empty audience is the author alone.
import { Button, Checkbox, Collapse, Group, Radio, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconChevronDown, IconLock, IconUsers } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { type Role, roles } from "../api/types";
import { useAudienceWords } from "./useAudienceWords";

interface AudiencePickerProps {
  value: Role[];
  onChange: (audience: Role[]) => void;
  /** Chosen again when the person goes back from "only me" to roles. */
  usual: Role[];
}

export function AudiencePicker({ value, onChange, usual }: AudiencePickerProps) {
  const { t } = useTranslation();
  const words = useAudienceWords();
  const [opened, { toggle }] = useDisclosure(false);
  const onlyMe = value.length === 0;
  return (
    <Stack gap="xs">
      <Button
        variant="default"
        justify="space-between"
        fullWidth
        h="auto"
        py="xs"
        aria-expanded={opened}
        styles={{ label: { flex: 1 } }}
        onClick={toggle}
        leftSection={onlyMe ? <IconLock size={18} aria-hidden /> : <IconUsers size={18} aria-hidden />}
        rightSection={<IconChevronDown size={18} aria-hidden />}
      >
        <Text span size="sm" style={{ whiteSpace: "normal" }}>
          {t("audience.visibleTo", { who: words(value) })}
        </Text>
      </Button>
      <Collapse expanded={opened}>
        <Radio.Group
          label={t("audience.question")}
          value={onlyMe ? "me" : "roles"}
          onChange={(choice) => onChange(choice === "me" ? [] : usual)}
        >
          <Stack gap={4} mt="xs">
            <Radio value="me" label={t("audience.onlyMe")} styles={tall} />
            <Radio value="roles" label={t("audience.theseRoles")} styles={tall} />
          </Stack>
        </Radio.Group>
        {!onlyMe && (
          <Checkbox.Group
            value={value}
            onChange={(chosen) => onChange(roles.filter((role) => chosen.includes(role)))}
            aria-label={t("audience.theseRoles")}
            pl="xl"
          >
            <Group gap="lg">
              {roles.map((role) => (
                <Checkbox key={role} value={role} label={t(`roles.many.${role}`)} styles={tall} />
              ))}
            </Group>
          </Checkbox.Group>
        )}
        <Text size="sm" c="dimmed">
          {t("audience.authorAlways")}
        </Text>
      </Collapse>
    </Stack>
  );
}

const tall = { body: { minHeight: "2.75rem", alignItems: "center" } };
