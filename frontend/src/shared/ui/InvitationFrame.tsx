// The page of an invitation's link, for whoever opens it, signed in or not: its frame, its states, and accepting.
import { Alert, Button, Center, Loader, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { isStatus } from "../api/problem";
import { formatDay } from "../lib/time";
import { FormAlert } from "./FormAlert";
import { Logo, Paw } from "./Logo";
import { ErrorState } from "./states";

interface InvitationFrameProps {
  /** Of the page, to come back to after signing in. */
  path: string;
  query: { isPending: boolean; isError: boolean; error: unknown; refetch: () => unknown };
  me: { name: string; email: string } | null | undefined;
  /** Once the invitation is known. */
  heading: string | undefined;
  expiresAt: string | undefined;
  accept: { error: unknown; isPending: boolean };
  onAccept: () => void;
  /** Whether something must be chosen before. */
  disabled?: boolean;
  children: ReactNode;
}

export function InvitationFrame(props: InvitationFrameProps) {
  const { t } = useTranslation();
  const { query, heading } = props;
  useEffect(() => {
    document.title = `${t("invitation.title")} · Doggy App`;
  }, [t]);
  return (
    <Center mih="100dvh" p="md">
      <Stack maw="27rem" w="100%" component="main" id="main">
        <Center mb="md">
          <Logo size={44} />
        </Center>
        {query.isPending ? (
          <Center>
            <Loader aria-label={t("common.loading")} />
          </Center>
        ) : isStatus(query.error, 404, 410) ? (
          <>
            <Title order={1} fz="1.6rem" ta="center">
              {t("invitation.overTitle")}
            </Title>
            <Text ta="center" c="dimmed">
              {t("invitation.overText")}
            </Text>
            <Button component={Link} to="/" variant="light">
              {t("common.home")}
            </Button>
          </>
        ) : query.isError ? (
          <ErrorState error={query.error} retry={() => query.refetch()} />
        ) : (
          <>
            <Center>
              <ThemeIcon size={84} radius="xl" variant="light" aria-hidden="true">
                <Paw size={44} />
              </ThemeIcon>
            </Center>
            <Title order={1} fz="1.6rem" ta="center" lts="-0.02em">
              {heading}
            </Title>
            <Offer {...props} />
          </>
        )}
      </Stack>
    </Center>
  );
}

function Offer({ path, me, expiresAt, accept, onAccept, disabled, children }: InvitationFrameProps) {
  const { t } = useTranslation();
  const next = new URLSearchParams({ next: path });
  return (
    <>
      {children}
      <FormAlert error={accept.error} />
      {me ? (
        <>
          <Button size="md" loading={accept.isPending} disabled={disabled} onClick={onAccept}>
            {t("invitation.accept")}
          </Button>
          <Text ta="center" size="sm" c="dimmed">
            {t("invitation.signedInAs", { name: me.name, email: me.email })}
          </Text>
        </>
      ) : (
        <>
          <Alert variant="light">{t("invitation.signInFirst")}</Alert>
          <Button component={Link} to={`/sign-up?${next}`} size="md">
            {t("auth.createAccount")}
          </Button>
          <Button component={Link} to={`/sign-in?${next}`} variant="default" size="md">
            {t("auth.signIn")}
          </Button>
        </>
      )}
      {expiresAt && (
        <Text ta="center" size="sm" c="dimmed">
          {t("circle.validUntil", { day: formatDay(new Date(expiresAt)) })}
        </Text>
      )}
    </>
  );
}
