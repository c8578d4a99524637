// The server: its version for everybody, and how it is doing for whoever runs it.
import { Alert, Card, Stack, Table, Text, Title } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { ServerStatus } from "@/shared/api/types";
import { byLocale } from "@/shared/i18n/locale";
import { formatDayAndTime } from "@/shared/lib/time";
import { Page } from "@/shared/ui/Page";
import { ErrorState, ListSkeleton } from "@/shared/ui/states";
import { useServer } from "./server.queries";

/** Below this a disk is soon full. */
const littleSpace = 1_000_000_000;

const megabytes = byLocale(
  (locale) =>
    new Intl.NumberFormat(locale, { style: "unit", unit: "megabyte", maximumFractionDigits: 1 } as object),
);
const inMegabytes = (bytes: number) => megabytes().format(bytes / 1_000_000);

export function ServerPage() {
  const { t } = useTranslation();
  const server = useServer();
  return (
    <Page title={t("server.title")} subtitle={t("server.subtitle")} back="/settings">
      {server.isPending ? (
        <ListSkeleton rows={2} />
      ) : server.isError ? (
        <ErrorState error={server.error} retry={() => server.refetch()} />
      ) : (
        <Stack>
          <Card>
            <Text>{t("server.version", { version: server.data.version })}</Text>
            {!server.data.status && (
              <Text size="sm" c="dimmed" mt="xs">
                {t("server.notYours")}
              </Text>
            )}
          </Card>
          {server.data.status && <Status status={server.data.status} />}
        </Stack>
      )}
    </Page>
  );
}

function Status({ status }: { status: ServerStatus }) {
  const { t } = useTranslation();
  const facts: [string, string][] = [
    [t("server.since"), formatDayAndTime(new Date(status.startedAt))],
    [t("server.address"), status.publicUrl],
    [t("server.store"), t(`server.storeKind.${status.store as "sqlite" | "dynamodb"}`)],
    [t("server.media"), t(`server.mediaKind.${status.mediaStore as "folder" | "s3"}`)],
    [t("server.mail"), t(`server.mailKind.${status.mail as "smtp" | "outbox"}`)],
    [t("server.free"), inMegabytes(status.freeBytes)],
  ];
  if (status.storeBytes !== undefined) facts.push([t("server.size"), inMegabytes(status.storeBytes)]);
  const problems = [
    status.freeBytes < littleSpace && t("server.littleSpace"),
    status.mail === "outbox" && t("server.noMail"),
    !status.publicUrl.startsWith("https://") && t("server.noTls"),
  ].filter((one) => one !== false);
  return (
    <>
      {problems.map((problem) => (
        <Alert key={problem} color="orange" variant="light" icon={<IconAlertTriangle aria-hidden />}>
          {problem}
        </Alert>
      ))}
      <Card component="section" aria-labelledby="server-status">
        <Title order={2} fz="lg" mb="sm" id="server-status">
          {t("server.status")}
        </Title>
        <Table variant="vertical" aria-label={t("server.status")}>
          <Table.Tbody>
            {facts.map(([name, value]) => (
              <Table.Tr key={name}>
                <Table.Th scope="row">{name}</Table.Th>
                <Table.Td style={{ overflowWrap: "anywhere" }}>{value}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Text size="sm" c="dimmed" mt="sm">
          {t("server.more")}
        </Text>
      </Card>
    </>
  );
}
