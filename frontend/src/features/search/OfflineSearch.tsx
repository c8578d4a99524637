// Without a connection: the search of each dog looks into what the device has.
import { Button, Card, Stack, Text, Title } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Dog } from "@/shared/api/types";

interface OfflineSearchProps {
  words: string;
  dogs: Dog[];
  retry: () => void;
}

export function OfflineSearch({ words, dogs, retry }: OfflineSearchProps) {
  const { t } = useTranslation();
  const query = new URLSearchParams({ q: words });
  return (
    <Card role="alert">
      <Stack gap="sm">
        <Title order={2} fz="lg">
          {t("search.offlineTitle")}
        </Title>
        <Text>{t(dogs.length > 0 ? "search.offlineText" : "search.offlineNoDogs")}</Text>
        {dogs.map(({ id, name }) => (
          <Button key={id} component={Link} to={`/dogs/${id}?${query}`} variant="default" justify="start">
            {t("search.inDog", { name })}
          </Button>
        ))}
        <Button
          variant="light"
          leftSection={<IconRefresh size={18} aria-hidden />}
          onClick={retry}
          style={{ alignSelf: "flex-start" }}
        >
          {t("common.retry")}
        </Button>
      </Stack>
    </Card>
  );
}
