// The devices that are told while the app is closed.
import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Page } from "@/shared/ui/Page";
import { DevicesCard } from "./DevicesCard";
import { ThisDeviceCard } from "./ThisDeviceCard";

export function PushPage() {
  const { t } = useTranslation();
  return (
    <Page title={t("push.title")} subtitle={t("push.subtitle")} back="/settings/notifications">
      <Stack>
        <ThisDeviceCard />
        <DevicesCard />
      </Stack>
    </Page>
  );
}
