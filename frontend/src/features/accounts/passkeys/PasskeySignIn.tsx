// Signing in by a passkey: by a button, and offered by the browser where one would type the email.
import { Alert, Button } from "@mantine/core";
import { IconFingerprint } from "@tabler/icons-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useSignInByPasskey } from "../accounts.queries";
import { offersAutofill, PasskeyRefused, stopAsking, whyNoPasskeys } from "./passkeyBrowser";

// What a passkey is asked to sign is good for five minutes.
const challengeMs = 4 * 60_000;

export function PasskeySignIn() {
  const { t } = useTranslation();
  const byButton = useSignInByPasskey();
  const byAutofill = useSignInByPasskey();
  const { mutate: wait } = byAutofill;

  useEffect(() => {
    let again: ReturnType<typeof setInterval> | undefined;
    let here = true;
    offersAutofill().then((offered) => {
      if (!here || !offered) return;
      wait({ autofill: true });
      again = setInterval(() => wait({ autofill: true }), challengeMs);
    });
    return () => {
      here = false;
      clearInterval(again);
      stopAsking();
    };
  }, [wait]);

  if (whyNoPasskeys()) return null;
  // That nobody chose a passkey to fill in is no error.
  const error = byButton.error ?? (byAutofill.error instanceof PasskeyRefused ? null : byAutofill.error);
  return (
    <>
      {error && <Alert color="red" variant="light" role="alert" title={error.message} />}
      <Button
        variant="light"
        size="md"
        leftSection={<IconFingerprint aria-hidden />}
        loading={byButton.isPending}
        onClick={() => byButton.mutate({ autofill: false })}
      >
        {t("passkeys.signIn")}
      </Button>
    </>
  );
}
