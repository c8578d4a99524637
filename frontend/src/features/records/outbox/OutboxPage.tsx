// Everything that this device has and the server does not: what needs the person first.
import { Button, Card, Group, List, Stack, Text } from "@mantine/core";
import { IconCloudCheck, IconDownload, IconRefresh } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useDogs } from "@/features/dogs/dogs.queries";
import type { RecordType } from "@/shared/api/types";
import { formatDayAndTime } from "@/shared/lib/time";
import { useLabels } from "@/shared/lib/useLabels";
import type { Waiting } from "@/shared/replica/model";
import { asText } from "@/shared/replica/outbox";
import { saveUnsent } from "@/shared/replica/saveUnsent";
import { useReplica, useSyncStatus, useWaitingQuery } from "@/shared/replica/useReplica";
import { Page } from "@/shared/ui/Page";
import { EmptyState, ListSkeleton } from "@/shared/ui/states";
import { RecordIcon } from "../recordKinds";
import { ResolveConflict } from "./ResolveConflict";
import { SyncBadge } from "./SyncBadge";
import { WaysOut } from "./WaysOut";

export function OutboxPage() {
  const { t } = useTranslation();
  const replica = useReplica();
  const { phase } = useSyncStatus();
  const { data: waiting = [], isPending } = useWaitingQuery();
  const [first, second] = [
    waiting.filter(({ state }) => state !== "waiting"),
    waiting.filter(({ state }) => state === "waiting"),
  ];
  return (
    <Page title={t("sync.title")} subtitle={t(`sync.phase.${phase}`)} back="/">
      {isPending ? (
        <ListSkeleton rows={2} />
      ) : waiting.length === 0 ? (
        <EmptyState
          icon={<IconCloudCheck size={36} />}
          title={t("sync.nothingTitle")}
          text={t("sync.nothingText")}
        />
      ) : (
        <Stack>
          <Group gap="xs">
            <Button
              variant="light"
              leftSection={<IconRefresh size={18} aria-hidden />}
              loading={phase === "syncing"}
              onClick={() => replica.ask()}
            >
              {t("sync.now")}
            </Button>
            <Button
              variant="default"
              leftSection={<IconDownload size={18} aria-hidden />}
              onClick={() => saveUnsent(waiting)}
            >
              {t("sync.saveFile")}
            </Button>
          </Group>
          <Stack component="ul" m={0} p={0} gap="xs" style={{ listStyle: "none" }}>
            {[...first, ...second].map((entry) => (
              <li key={entry.id}>
                <EntryCard entry={entry} />
              </li>
            ))}
          </Stack>
        </Stack>
      )}
    </Page>
  );
}

function EntryCard({ entry }: { entry: Waiting }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const dogs = useDogs().data?.pages.flatMap((page) => page.items) ?? [];
  const [deciding, setDeciding] = useState(false);
  const dog = dogs.find(({ id }) => id === entry.dogId);
  const type = (entry.wanted?.type ?? entry.base?.type ?? "note") as RecordType;
  const action = !entry.wanted ? "deleted" : entry.base ? "changed" : "new";
  const close = () => setDeciding(false);
  return (
    <Card component="article">
      <Group wrap="nowrap" align="flex-start" gap="sm">
        <RecordIcon type={type} />
        <Stack gap={6} flex={1} miw={0}>
          <Group gap={6}>
            <Text fw={700}>{labels.type(type)}</Text>
            <SyncBadge state={entry.state} />
          </Group>
          <Text size="sm" c="dimmed">
            {[dog?.name, t(`sync.action.${action}`), formatDayAndTime(new Date(entry.savedAt))]
              .filter(Boolean)
              .join(" · ")}
          </Text>
          {entry.wanted && (
            <Text size="sm" lineClamp={3} style={{ whiteSpace: "pre-line" }}>
              {asText(entry.wanted)}
            </Text>
          )}
          {entry.problem && (
            <Text size="sm" c="var(--mantine-color-error)">
              {entry.problem.detail ?? entry.problem.title}
            </Text>
          )}
          <List size="sm">
            {entry.problem?.errors?.map(({ field, rule, message }) => (
              <List.Item key={`${field} ${rule}`}>{field ? `${field}: ${message}` : message}</List.Item>
            ))}
          </List>
          <Group gap="xs">
            {entry.state === "conflict" && (
              <Button onClick={() => setDeciding(true)}>{t("sync.decide")}</Button>
            )}
            {dog && entry.wanted && (
              <Button
                component={Link}
                to={`/dogs/${dog.id}/records/${entry.id}/edit`}
                variant={entry.state === "refused" ? "filled" : "default"}
              >
                {t("common.edit")}
              </Button>
            )}
            <WaysOut entry={entry} />
          </Group>
        </Stack>
      </Group>
      {deciding && entry.state === "conflict" && (
        <ResolveConflict entry={entry} onKept={close} onTaken={close} onClose={close} />
      )}
    </Card>
  );
}
