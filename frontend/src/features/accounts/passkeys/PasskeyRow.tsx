import { ActionIcon, Button, Group, Text, TextInput } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldErrors } from "@/shared/api/problem";
import type { Passkey } from "@/shared/api/types";
import { formatDayAndTime } from "@/shared/lib/time";
import { toastError } from "@/shared/ui/toasts";
import { useRenamePasskey } from "./passkeys.queries";

export function PasskeyRow({ passkey, onRemove }: { passkey: Passkey; onRemove: () => void }) {
  const { t } = useTranslation();
  const rename = useRenamePasskey();
  const [name, setName] = useState<string>();

  const save = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate(
      { passkeyId: passkey.id, name: (name ?? "").trim() },
      { onSuccess: () => setName(undefined), onError: toastError },
    );
  };
  if (name !== undefined) {
    return (
      <form onSubmit={save} noValidate>
        <Group wrap="nowrap" align="flex-end">
          <TextInput
            flex={1}
            label={t("passkeys.name")}
            maxLength={100}
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={fieldErrors(rename.error).name}
          />
          <Button type="submit" loading={rename.isPending} disabled={name.trim() === ""}>
            {t("common.save")}
          </Button>
          <Button variant="default" onClick={() => setName(undefined)}>
            {t("common.cancel")}
          </Button>
        </Group>
      </form>
    );
  }
  return (
    <Group justify="space-between" wrap="nowrap">
      <div style={{ minWidth: 0 }}>
        <Text truncate>{passkey.name}</Text>
        <Text size="sm" c="dimmed">
          {passkey.lastUsedAt
            ? t("passkeys.lastUsed", { when: formatDayAndTime(new Date(passkey.lastUsedAt)) })
            : t("passkeys.neverUsed", { when: formatDayAndTime(new Date(passkey.createdAt)) })}
          {passkey.synced && ` · ${t("passkeys.synced")}`}
        </Text>
      </div>
      <Group gap="xs" wrap="nowrap">
        <ActionIcon
          variant="subtle"
          size="lg"
          aria-label={t("passkeys.rename", { name: passkey.name })}
          onClick={() => setName(passkey.name)}
        >
          <IconPencil aria-hidden />
        </ActionIcon>
        <Button
          variant="light"
          color="red"
          size="xs"
          aria-label={t("passkeys.removeTitle", { name: passkey.name })}
          onClick={onRemove}
        >
          {t("passkeys.remove")}
        </Button>
      </Group>
    </Group>
  );
}
