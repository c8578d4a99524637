import { Button, Center, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";

/** The last resort, when a page broke. A new version of the app may be why, so it reloads. */
export function ErrorPage() {
  const { t } = useTranslation();
  return (
    <Center mih="60dvh" p="md" role="alert">
      <Stack align="center" ta="center">
        <Title order={1} fz="1.5rem">
          {t("broken.title")}
        </Title>
        <Text c="dimmed" maw="26rem">
          {t("broken.text")}
        </Text>
        <Button onClick={() => window.location.reload()}>{t("broken.reload")}</Button>
      </Stack>
    </Center>
  );
}
