// A dog's records as files, for whoever may see them.
import { Button, Card, Group, NativeSelect, Stack, Text, Title } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RecordType } from "@/shared/api/types";
import { canRead, sectionOf } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { recordTypes } from "@/shared/lib/recordTypes";
import { useLabels } from "@/shared/lib/useLabels";

export function ExportCard() {
  const { t } = useTranslation();
  const { types } = useLabels();
  const dog = useDog();
  const readable = recordTypes.filter((type) => canRead(dog, sectionOf(type)));
  const [type, setType] = useState<RecordType | undefined>(readable[0]);
  const address = (query: string) => `/v1/dogs/${dog.id}/export?${query}`;
  const download = (query: string, label: string) => (
    <Button
      component="a"
      href={address(query)}
      download
      variant="light"
      leftSection={<IconDownload size={18} aria-hidden />}
    >
      {label}
    </Button>
  );
  if (!type) return null;
  return (
    <Card component="section" aria-labelledby="export">
      <Title order={2} fz="lg" mb={4} id="export">
        {t("export.title")}
      </Title>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t("export.text", { name: dog.name })} {t("export.teaser")}
        </Text>
        <Group>
          {download("format=zip", t("export.zip"))}
          {download("format=json", t("export.json"))}
        </Group>
        <Group align="flex-end">
          <NativeSelect
            label={t("export.table")}
            value={type}
            onChange={(event) => setType(event.currentTarget.value as RecordType)}
            data={readable.map((value) => ({ value, label: types(value) }))}
          />
          {download(`format=csv&type=${type}`, t("export.csv"))}
        </Group>
      </Stack>
    </Card>
  );
}
