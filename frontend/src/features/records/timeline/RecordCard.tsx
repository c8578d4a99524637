// A record in the timeline: what it is, who wrote it when, and its gist. The whole card leads to the record.
import { Badge, Card, Group, Text, Tooltip } from "@mantine/core";
import { IconLock, IconPin } from "@tabler/icons-react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { DogRecord, Target } from "@/shared/api/types";
import { inSentence } from "@/shared/i18n/locale";
import { formatTime } from "@/shared/lib/time";
import { useLabels } from "@/shared/lib/useLabels";
import { formatWeight } from "@/shared/lib/weight";
import { plainText } from "@/shared/markdown/plainText";
import type { Waiting } from "@/shared/replica/model";
import { AttachmentGist } from "../media/AttachmentGist";
import { SyncBadge } from "../outbox/SyncBadge";
import { RecordIcon } from "../recordKinds";
import { BlockSummary } from "../session/BlockSummary";
import { GenericGist } from "./GenericGist";
import classes from "./RecordCard.module.css";

interface RecordCardProps {
  record: DogRecord;
  targets: Target[];
  /** Unless the server has it as it is shown. */
  state?: Waiting["state"];
}

// Memoized: a timeline of hundreds is not drawn again for every page that is added to it.
export const RecordCard = memo(function RecordCard({ record, targets, state }: RecordCardProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  return (
    <Card component="article" className={classes.card}>
      <Group wrap="nowrap" align="flex-start" gap="sm">
        <RecordIcon type={record.type} />
        <div className={classes.body}>
          <Group gap={6} mb={2}>
            <Text
              component={Link}
              to={`/dogs/${record.dogId}/records/${record.id}`}
              fw={700}
              className={classes.link}
              data-record-link
            >
              {record.type === "target" ? record.name : labels.type(record.type)}
            </Text>
            {record.type === "note" && record.pinned && (
              <IconPin size={16} aria-label={t("note.pinned")} role="img" />
            )}
            {record.audience.length === 0 && (
              <Tooltip label={t("audience.onlyYou")}>
                <IconLock size={16} aria-label={t("audience.onlyYou")} role="img" />
              </Tooltip>
            )}
            {state && <SyncBadge state={state} />}
          </Group>
          <Gist record={record} targets={targets} />
          <Text size="sm" c="dimmed" mt={6}>
            <time dateTime={record.occurredAt}>{formatTime(new Date(record.occurredAt))}</time>
            {` · ${record.author.name} · ${inSentence(t(`roles.one.${record.author.role}`))}`}
          </Text>
        </div>
      </Group>
    </Card>
  );
});

function Gist({ record, targets }: { record: DogRecord; targets: Target[] }) {
  const { t } = useTranslation();
  switch (record.type) {
    case "note":
      return (
        <>
          <Text lineClamp={4} className={classes.text}>
            {plainText(record.text)}
          </Text>
          {record.tags && record.tags.length > 0 && (
            <Group gap={6} mt={6}>
              {record.tags.map((tag) => (
                <Badge key={tag} variant="light" color="gray" tt="none">
                  {tag}
                </Badge>
              ))}
            </Group>
          )}
        </>
      );
    case "abc-record":
      return (
        <>
          <Text lineClamp={2}>
            {record.antecedent} → <strong>{record.behavior}</strong> → {record.consequence}
          </Text>
          {record.intensity !== undefined && (
            <Badge
              variant={record.intensity >= 4 ? "filled" : "light"}
              color={record.intensity >= 4 ? "red.8" : "gray"}
              tt="none"
              mt={6}
            >
              {t("abc.intensityShort", { level: record.intensity })}
            </Badge>
          )}
        </>
      );
    case "session":
      return (
        <>
          {record.place && <Text size="sm">{record.place}</Text>}
          <BlockSummary blocks={record.blocks} targets={targets} />
        </>
      );
    case "target":
      return (
        <Text c="dimmed" size="sm">
          {[record.cue && `“${record.cue}”`, t("target.stepCount", { count: record.steps.length })]
            .filter(Boolean)
            .join(" · ")}
        </Text>
      );
    case "comment":
      return (
        <Text lineClamp={4} className={classes.text}>
          {plainText(record.text)}
        </Text>
      );
    case "weight":
      return (
        <Text fz="xl" fw={700}>
          {formatWeight(record.kilograms)}
        </Text>
      );
    case "attachment":
      return <AttachmentGist item={record} />;
    default:
      return <GenericGist record={record} />;
  }
}
