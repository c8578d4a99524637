import { Alert, Button, Stack } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { isStatus } from "@/shared/api/problem";
import { useLinkToken } from "@/shared/lib/useLinkToken";
import { FormAlert } from "@/shared/ui/FormAlert";
import { AuthLayout } from "./AuthLayout";
import { useVerifyEmail } from "./accounts.queries";

/** Where the mailed link that confirms an address leads. */
export function VerifyEmailPage() {
  const { t } = useTranslation();
  const token = useLinkToken();
  const { mutate, error, isSuccess } = useVerifyEmail();
  // A link works once, and React may call an effect twice.
  const sent = useRef(false);
  useEffect(() => {
    if (sent.current) return;
    sent.current = true;
    mutate(token);
  }, [mutate, token]);

  return (
    <AuthLayout title={t("auth.verifyTitle")} subtitle={isSuccess ? t("auth.verified") : t("auth.verifying")}>
      <Stack>
        {isStatus(error, 410, 422) ? (
          <Alert color="red" variant="light" role="alert" title={t("auth.linkGone")} />
        ) : (
          <FormAlert error={error} />
        )}
        {(isSuccess || error) && (
          <Button component={Link} to="/" size="md">
            {t("auth.continue")}
          </Button>
        )}
      </Stack>
    </AuthLayout>
  );
}
