// Where a mail's link to get no more of its kind leads. It asks once, because mail scanners follow links.
import { Alert, Box, Button, Container, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { isStatus } from "@/shared/api/problem";
import { useLinkToken } from "@/shared/lib/useLinkToken";
import { FormAlert } from "@/shared/ui/FormAlert";
import { Logo } from "@/shared/ui/Logo";
import { Page } from "@/shared/ui/Page";
import { useUnsubscribe } from "./notifications.queries";

export function UnsubscribePage() {
  const { t } = useTranslation();
  const token = useLinkToken();
  const { mutate, error, isSuccess, isPending } = useUnsubscribe();
  return (
    <Container size="md" py="lg" component="main" id="main">
      <Box mb="lg">
        <Logo size={34} />
      </Box>
      <Page title={t("notifications.unsubscribeTitle")}>
        <Stack>
          {isSuccess ? (
            <Alert color="pine" variant="light" role="status" title={t("notifications.unsubscribed")} />
          ) : (
            <Button loading={isPending} onClick={() => mutate(token)}>
              {t("notifications.unsubscribe")}
            </Button>
          )}
          {isStatus(error, 410, 404) ? (
            <Alert color="red" variant="light" role="alert" title={t("notifications.unsubscribeGone")} />
          ) : (
            <FormAlert error={error} />
          )}
          <Button component={Link} to="/settings/notifications" variant="default">
            {t("notifications.settings")}
          </Button>
        </Stack>
      </Page>
    </Container>
  );
}
