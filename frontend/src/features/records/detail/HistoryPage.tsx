// Every version of a record: who did what when, and what it changed.
import { Button, Card, Stack, Text, Timeline } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import type { Revision } from "@/shared/api/types";
import { useDog } from "@/shared/lib/dogContext";
import { fieldsOf } from "@/shared/lib/fieldsOf";
import { formatDayAndTime } from "@/shared/lib/time";
import { useLabels } from "@/shared/lib/useLabels";
import { Page } from "@/shared/ui/Page";
import { ErrorState, ListSkeleton } from "@/shared/ui/states";

import { useRevisions } from "../records.queries";
import { differingFields, useFieldText } from "./useFieldText";

export function HistoryPage() {
  const { t } = useTranslation();
  const dog = useDog();
  const { recordId = "" } = useParams();
  const revisions = useRevisions(dog.id, recordId);
  const items = revisions.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={t("record.historyTitle")} back={`/dogs/${dog.id}/records/${recordId}`}>
      {revisions.isPending ? (
        <ListSkeleton rows={3} />
      ) : revisions.isError ? (
        <ErrorState error={revisions.error} retry={() => revisions.refetch()} />
      ) : (
        <Card>
          <Timeline bulletSize={16} lineWidth={2} active={items.length}>
            {items.map((revision, index) => (
              <Timeline.Item
                key={revision.seq}
                title={t(`record.action.${revision.action}`, { version: revision.version })}
              >
                <Text size="sm" c="dimmed">
                  {revision.by.name} · {formatDayAndTime(new Date(revision.at))}
                </Text>
                <Changes revision={revision} before={items[index + 1]} />
              </Timeline.Item>
            ))}
          </Timeline>
          {revisions.hasNextPage && (
            <Button
              variant="default"
              mt="md"
              loading={revisions.isFetchingNextPage}
              onClick={() => revisions.fetchNextPage()}
            >
              {t("common.more")}
            </Button>
          )}
        </Card>
      )}
    </Page>
  );
}

function Changes({ revision, before }: { revision: Revision; before: Revision | undefined }) {
  const labels = useLabels();
  const fieldText = useFieldText();
  if (revision.action !== "changed" || !before) return null;
  const now = fieldsOf(revision.record);
  const then = fieldsOf(before.record);
  return (
    <Stack gap={4} mt={4}>
      {differingFields(then, now).map((field) => (
        <Text key={field} size="sm">
          {labels.field(field)}:{" "}
          <Text span inherit td="line-through" c="dimmed">
            {fieldText(then, field)}
          </Text>{" "}
          → {fieldText(now, field)}
        </Text>
      ))}
    </Stack>
  );
}
