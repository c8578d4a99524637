// A record that was found: what it is, of which dog, where the words stand, and who wrote it when.
import { Card, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { SearchHit } from "@/shared/api/types";
import { inSentence } from "@/shared/i18n/locale";
import { formatDay } from "@/shared/lib/time";
import { useLabels } from "@/shared/lib/useLabels";
import { Snippet } from "./Snippet";

interface HitCardProps {
  hit: SearchHit;
  /** Absent while the dogs are not known yet. */
  dogName?: string;
}

export function HitCard({ hit: { record, snippet }, dogName }: HitCardProps) {
  const { t } = useTranslation();
  const labels = useLabels();
  const type = labels.type(record.type);
  return (
    <Card component="article">
      <Group gap={6} mb={2} justify="space-between" wrap="nowrap" align="baseline">
        <Text
          component={Link}
          to={`/dogs/${record.dogId}/records/${record.id}`}
          fw={700}
          py={6}
          style={{ overflowWrap: "anywhere" }}
        >
          {dogName ? t("search.hit", { type, dog: dogName }) : type}
        </Text>
        <Text size="sm" c="dimmed" component="time" dateTime={record.occurredAt}>
          {formatDay(new Date(record.occurredAt))}
        </Text>
      </Group>
      <Snippet pieces={snippet} />
      <Text size="sm" c="dimmed" mt={6}>
        {`${record.author.name} · ${inSentence(t(`roles.one.${record.author.role}`))}`}
      </Text>
    </Card>
  );
}
