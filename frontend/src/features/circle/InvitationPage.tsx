// What somebody sees who opens an invitation link, signed in or not.
import { Alert, Button, Center, Loader, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { useMe } from "@/features/accounts/accounts.queries";
import { isStatus } from "@/shared/api/problem";
import { formatDay } from "@/shared/lib/time";
import { FormAlert } from "@/shared/ui/FormAlert";
import { Logo, Paw } from "@/shared/ui/Logo";
import { ErrorState } from "@/shared/ui/states";
import { toast } from "@/shared/ui/toasts";
import { useAcceptInvitation, useInvitation } from "./circle.queries";

export function InvitationPage() {
  const { t } = useTranslation();
  const { token = "" } = useParams();
  const navigate = useNavigate();
  const invitation = useInvitation(token);
  const { data: me } = useMe();
  const accept = useAcceptInvitation(token);
  const next = new URLSearchParams({ next: `/invitations/${token}` });
  useEffect(() => {
    document.title = `${t("invitation.title")} · Doggy App`;
  }, [t]);

  const join = () =>
    accept.mutate(undefined, {
      onSuccess: ({ dogId }) => {
        toast(t("invitation.welcome", { dog: invitation.data?.dogName }));
        navigate(`/dogs/${dogId}`, { replace: true });
      },
    });
  return (
    <Center mih="100dvh" p="md">
      <Stack maw="27rem" w="100%" component="main" id="main">
        <Center mb="md">
          <Logo size={44} />
        </Center>
        {invitation.isPending ? (
          <Center>
            <Loader aria-label={t("common.loading")} />
          </Center>
        ) : isStatus(invitation.error, 404, 410) ? (
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
        ) : invitation.isError ? (
          <ErrorState error={invitation.error} retry={() => invitation.refetch()} />
        ) : (
          <>
            <Center>
              <ThemeIcon size={84} radius="xl" variant="light" aria-hidden="true">
                <Paw size={44} />
              </ThemeIcon>
            </Center>
            <Title order={1} fz="1.6rem" ta="center" lts="-0.02em">
              {t("invitation.heading", { who: invitation.data.invitedBy, dog: invitation.data.dogName })}
            </Title>
            <Text ta="center">
              {t("invitation.as", {
                role: t(`roles.one.${invitation.data.role}`).toLocaleLowerCase(),
                means: t(`circle.roleMeans.${invitation.data.role}`),
              })}
            </Text>
            {invitation.data.transfer && (
              <Alert variant="light" color="yellow">
                {t("invitation.handover", { who: invitation.data.invitedBy, dog: invitation.data.dogName })}
              </Alert>
            )}
            <FormAlert error={accept.error} />
            {me ? (
              <>
                <Button size="md" loading={accept.isPending} onClick={join}>
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
            <Text ta="center" size="sm" c="dimmed">
              {t("circle.validUntil", { day: formatDay(new Date(invitation.data.expiresAt)) })}
            </Text>
          </>
        )}
      </Stack>
    </Center>
  );
}
