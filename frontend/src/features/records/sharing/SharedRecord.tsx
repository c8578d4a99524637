// A record behind a link.
import { Card, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { DogRecord } from "@/shared/api/types";
import { formatDay, formatDayAndTime } from "@/shared/lib/time";
import { useLabels } from "@/shared/lib/useLabels";
import { GenericBody } from "../detail/GenericBody";
import { RecordBody } from "../detail/RecordBody";
import { SharedMedia } from "./SharedMedia";
import type { SharedFile } from "./sharing.queries";

interface SharedRecordProps {
  record: DogRecord;
  media: SharedFile[];
  token: string;
  dogName: string;
  sharedBy: string;
  expiresAt: string;
}

export function SharedRecord({ record, media, token, dogName, sharedBy, expiresAt }: SharedRecordProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  return (
    <>
      <Title order={1} fz="1.5rem">
        {t("share.heading", { dog: dogName, what: labels.type(record.type) })}
      </Title>
      <Text c="dimmed" mb="md">
        <time dateTime={record.occurredAt}>{formatDayAndTime(new Date(record.occurredAt))}</time>
        {` · ${record.author.name}`}
      </Text>
      {record.type !== "attachment" && (
        <Card>
          {/* A session names its targets, which only the dog's own pages know. */}
          {record.type === "session" ? <GenericBody record={record} /> : <RecordBody record={record} />}
        </Card>
      )}
      <SharedMedia token={token} media={media} />
      <Text size="sm" c="dimmed" mt="md">
        {t("share.by", { name: sharedBy, day: formatDay(new Date(expiresAt)) })}
      </Text>
    </>
  );
}
