import { Badge, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { DogRecord } from "@/shared/api/types";
import { useDog } from "@/shared/lib/dogContext";
import { formatDayAndTime } from "@/shared/lib/time";
import { formatWeight } from "@/shared/lib/weight";
import { MarkdownText } from "@/shared/markdown/MarkdownText";
import { VisitCard } from "@/shared/ui/VisitCard";
import { AttachmentBody } from "../media/AttachmentBody";
import { useTargets } from "../records.queries";
import { BlockSummary } from "../session/BlockSummary";
import { Facts } from "./Facts";
import { GenericBody } from "./GenericBody";
import { TargetBody } from "./TargetBody";

/** Everything a record says, laid out for its type. */
export function RecordBody({ record }: { record: DogRecord }) {
  const { t } = useTranslation();
  switch (record.type) {
    case "note":
      return (
        <Stack gap="sm">
          <Text fz="lg" component="div">
            <MarkdownText text={record.text} />
          </Text>
          <Group gap={6}>
            {record.tags?.map((tag) => (
              <Badge key={tag} variant="light" color="gray" tt="none">
                {tag}
              </Badge>
            ))}
            {record.pinned && <Badge tt="none">{t("note.pinned")}</Badge>}
          </Group>
        </Stack>
      );
    case "abc-record": {
      const seconds = (value: number | undefined) => value !== undefined && `${value} ${t("units.seconds")}`;
      return (
        <Facts
          facts={[
            [t("fields.settingEvent"), record.settingEvent],
            [t("fields.antecedent"), record.antecedent],
            [t("fields.behavior"), record.behavior],
            [t("fields.consequence"), record.consequence],
            [
              t("fields.intensity"),
              record.intensity !== undefined && t("abc.ofFive", { level: record.intensity }),
            ],
            [t("fields.durationSeconds"), seconds(record.durationSeconds)],
            [t("fields.latencySeconds"), seconds(record.latencySeconds)],
            [
              t("fields.hypothesizedFunction"),
              record.hypothesizedFunction && t(`functions.${record.hypothesizedFunction}`),
            ],
            [t("fields.notes"), record.notes],
          ]}
        />
      );
    }
    case "session":
      return <SessionBody session={record} />;
    case "target":
      return <TargetBody target={record} />;
    case "comment":
      return (
        <Text fz="lg" component="div">
          <MarkdownText text={record.text} />
        </Text>
      );
    case "weight":
      return (
        <Stack gap="xs">
          <Text fz="2.5rem" fw={800} lh={1.1}>
            {formatWeight(record.kilograms)}
          </Text>
          <Facts
            facts={[
              [t("fields.method"), record.method],
              [t("fields.notes"), record.notes],
            ]}
          />
        </Stack>
      );
    case "attachment":
      return <AttachmentBody item={record} />;
    case "visit":
      return <VisitCard visit={record} />;
    default:
      return <GenericBody record={record} />;
  }
}

function SessionBody({ session }: { session: Extract<DogRecord, { type: "session" }> }) {
  const { t } = useTranslation();
  const { data: targets = [] } = useTargets(useDog().id);
  return (
    <Stack>
      <BlockSummary blocks={session.blocks} targets={targets} detailed />
      <Facts
        facts={[
          [t("fields.endedAt"), session.endedAt && formatDayAndTime(new Date(session.endedAt))],
          [t("fields.place"), session.place],
          [t("fields.weather"), session.weather],
          [t("fields.equipment"), session.equipment?.join(", ")],
          [t("fields.reinforcers"), session.reinforcers?.join(", ")],
          [t("fields.notes"), session.notes],
        ]}
      />
    </Stack>
  );
}
