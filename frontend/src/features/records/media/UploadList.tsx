// Files on their way: how far each is, and how to pause it, go on, try again or give it up.
import { ActionIcon, Card, Group, Progress, Stack, Text, VisuallyHidden } from "@mantine/core";
import { IconPlayerPause, IconPlayerPlay, IconRefresh, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { dropUpload, type FileUpload, pauseUpload, resumeUpload } from "./uploads";
import { useBytes } from "./useBytes";

export function UploadList({ list }: { list: FileUpload[] }) {
  const { t } = useTranslation();
  const shown = list.filter(({ state }) => state !== "done");
  const done = list.length - shown.length;
  return (
    <>
      <VisuallyHidden role="status">{done > 0 && t("media.sent", { count: done })}</VisuallyHidden>
      {shown.length > 0 && (
        <Stack component="ul" gap="xs" p={0} m={0} aria-label={t("media.uploads")}>
          {shown.map((one) => (
            <Row key={one.key} upload={one} />
          ))}
        </Stack>
      )}
    </>
  );
}

function Row({ upload }: { upload: FileUpload }) {
  const { t } = useTranslation();
  const bytes = useBytes();
  const { key, name, size, sent, state } = upload;
  const percent = size > 0 ? Math.floor((sent / size) * 100) : 0;
  const action = {
    waiting: { label: t("media.pause", { name }), Icon: IconPlayerPause, act: pauseUpload },
    sending: { label: t("media.pause", { name }), Icon: IconPlayerPause, act: pauseUpload },
    paused: { label: t("media.resume", { name }), Icon: IconPlayerPlay, act: resumeUpload },
    failed: { label: t("media.retry", { name }), Icon: IconRefresh, act: resumeUpload },
    done: undefined,
  }[state];
  // All is there, and the server is looking at it.
  const finishing = state === "sending" && sent === size;
  return (
    <Card component="li" p="sm" style={{ listStyle: "none" }}>
      <Group wrap="nowrap" gap="xs">
        <div style={{ flex: 1, minWidth: 0 }}>
          <Text truncate>{name}</Text>
          <Progress.Root size="md" my={4}>
            <Progress.Section
              value={percent}
              color={state === "failed" ? "red" : undefined}
              aria-label={t("media.progress", { name })}
            />
          </Progress.Root>
          {state === "failed" ? (
            <Text size="sm" c="red" role="alert">
              {upload.error || t("media.unreachable")}
            </Text>
          ) : (
            <Text size="sm" c="dimmed">
              {finishing
                ? t("media.finishing")
                : t(`media.states.${state}`, { sent: bytes(sent), size: bytes(size) })}
            </Text>
          )}
        </div>
        {action && (
          <ActionIcon aria-label={action.label} onClick={() => action.act(key)}>
            <action.Icon size={20} aria-hidden />
          </ActionIcon>
        )}
        <ActionIcon aria-label={t("media.cancel", { name })} onClick={() => dropUpload(key)}>
          <IconX size={20} aria-hidden />
        </ActionIcon>
      </Group>
    </Card>
  );
}
