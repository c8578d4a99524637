// What somebody wants to be told, by what, and when not.
import { Button, Group, Stack } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { NotificationPreferences } from "@/shared/api/types";
import { FormAlert } from "@/shared/ui/FormAlert";
import { Page } from "@/shared/ui/Page";
import { ErrorState, ListSkeleton } from "@/shared/ui/states";
import { toast } from "@/shared/ui/toasts";
import { usePreferences, useSavePreferences } from "./notifications.queries";
import { QuietHoursCard } from "./QuietHoursCard";
import { WaysTable } from "./WaysTable";

export function NotificationSettingsPage() {
  const { t } = useTranslation();
  const query = usePreferences();
  return (
    <Page
      title={t("notifications.settingsTitle")}
      subtitle={t("notifications.settingsText")}
      back="/notifications"
    >
      {query.isPending ? (
        <ListSkeleton rows={3} height={160} />
      ) : query.isError ? (
        <ErrorState error={query.error} retry={() => query.refetch()} />
      ) : (
        <SettingsForm saved={query.data} />
      )}
    </Page>
  );
}

function SettingsForm({ saved }: { saved: NotificationPreferences }) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(saved);
  const save = useSavePreferences();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(wanted, { onSuccess: () => toast(t("common.saved")) });
      }}
    >
      <Stack>
        <WaysTable preferences={wanted} onChange={setWanted} />
        <Group>
          <Button component={Link} to="/push" variant="default">
            {t("push.open")}
          </Button>
          <Button component={Link} to="/webhooks" variant="default">
            {t("webhooks.open")}
          </Button>
        </Group>
        <QuietHoursCard preferences={wanted} onChange={setWanted} />
        <FormAlert error={save.error} />
        <Button type="submit" loading={save.isPending}>
          {t("common.save")}
        </Button>
      </Stack>
    </form>
  );
}
