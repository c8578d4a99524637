// On a record's page: what became of a change that the server does not have, and the ways out.
import { Alert, Button, Group, List, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useWaitingOf } from "@/shared/replica/useReplica";
import { ResolveConflict } from "./ResolveConflict";
import { WaysOut } from "./WaysOut";

export function WaitingNotice({ recordId }: { recordId: string }) {
  const { t } = useTranslation();
  const entry = useWaitingOf(recordId);
  const [open, setOpen] = useState(false);
  if (!entry) return null;
  const close = () => setOpen(false);
  return (
    <Alert
      mb="md"
      color={entry.state === "waiting" ? "gray" : "red"}
      title={t(`sync.state.${entry.state}`)}
      role={entry.state === "waiting" ? "status" : "alert"}
    >
      <Text size="sm">{entry.problem?.detail ?? t(`sync.stateText.${entry.state}`)}</Text>
      <List size="sm">
        {entry.problem?.errors?.map(({ field, rule, message }) => (
          <List.Item key={`${field} ${rule}`}>{field ? `${field}: ${message}` : message}</List.Item>
        ))}
      </List>
      <Group gap="xs" mt="xs">
        {entry.state === "conflict" && <Button onClick={() => setOpen(true)}>{t("sync.decide")}</Button>}
        <WaysOut entry={entry} />
      </Group>
      {open && entry.state === "conflict" && (
        <ResolveConflict entry={entry} onKept={close} onTaken={close} onClose={close} />
      )}
    </Alert>
  );
}
