import { Button, Card, Group, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EraseAccountDialog } from "./EraseAccountDialog";

/** Taking everything along, and leaving for good. */
export function AccountDataCard() {
  const { t } = useTranslation();
  const [erasing, setErasing] = useState(false);
  return (
    <Card component="section" aria-labelledby="account-data">
      <Title order={2} fz="lg" mb="sm" id="account-data">
        {t("erasure.title")}
      </Title>
      <Text mb="sm">{t("erasure.exportText")}</Text>
      <Group>
        <Button component="a" href="/v1/account/export" download variant="light">
          {t("erasure.export")}
        </Button>
        <Button variant="light" color="red" onClick={() => setErasing(true)}>
          {t("erasure.open")}
        </Button>
      </Group>
      {erasing && <EraseAccountDialog onClose={() => setErasing(false)} />}
    </Card>
  );
}
