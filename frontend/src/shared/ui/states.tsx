// The states of a list that is not simply there: loading, empty, failed.
import { Button, Card, Skeleton, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { IconCloudOff, IconRefresh } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isStatus } from "../api/problem";

interface EmptyStateProps {
  icon: ReactNode;
  title: string;
  text: string;
  action?: ReactNode;
}

export function EmptyState({ icon, title, text, action }: EmptyStateProps) {
  return (
    <Card py="xl">
      <Stack align="center" gap="sm" ta="center" py="md">
        <ThemeIcon size={72} radius="xl" variant="light" aria-hidden="true">
          {icon}
        </ThemeIcon>
        <Title order={2} fz="lg">
          {title}
        </Title>
        <Text c="dimmed" maw="26rem">
          {text}
        </Text>
        {action}
      </Stack>
    </Card>
  );
}

export function ErrorState({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  const [title, text] = isStatus(error, 0)
    ? [t("errors.offlineTitle"), t("errors.offlineText")]
    : isStatus(error, 404)
      ? [t("errors.missingTitle"), t("errors.missingText")]
      : isStatus(error, 403)
        ? [t("errors.forbiddenTitle"), t("errors.forbiddenText")]
        : [t("errors.failedTitle"), error instanceof Error ? error.message : t("errors.failedText")];
  return (
    <Card py="xl" role="alert">
      <Stack align="center" gap="sm" ta="center" py="md">
        <ThemeIcon size={72} radius="xl" variant="light" color="gray" aria-hidden="true">
          <IconCloudOff size={36} />
        </ThemeIcon>
        <Title order={2} fz="lg">
          {title}
        </Title>
        <Text c="dimmed" maw="26rem">
          {text}
        </Text>
        {retry && (
          <Button variant="light" leftSection={<IconRefresh size={18} aria-hidden />} onClick={retry}>
            {t("common.retry")}
          </Button>
        )}
      </Stack>
    </Card>
  );
}

export function ListSkeleton({ rows = 4, height = 84 }: { rows?: number; height?: number }) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm" role="status" aria-label={t("common.loading")}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows are all alike
        <Skeleton key={row} height={height} radius="lg" />
      ))}
    </Stack>
  );
}
