// What somebody sees who opens an invitation link, signed in or not.
import { Alert, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { useMe } from "@/features/accounts/accounts.queries";
import { useOrganizations } from "@/features/organizations/organizations.queries";
import { inSentence } from "@/shared/i18n/locale";
import { InvitationFrame } from "@/shared/ui/InvitationFrame";
import { toast } from "@/shared/ui/toasts";
import { ChooseOrganization } from "./ChooseOrganization";
import { useAcceptInvitation, useInvitation } from "./circle.queries";

export function InvitationPage() {
  const { t } = useTranslation();
  const { token = "" } = useParams();
  const navigate = useNavigate();
  const invitation = useInvitation(token);
  const { data: me } = useMe();
  const accept = useAcceptInvitation(token);
  const offer = invitation.data;
  const forOrganization = offer?.forOrganization === true;
  const organizations = useOrganizations(forOrganization && Boolean(me));
  const mine = organizations.data?.filter(({ role }) => role === "admin") ?? [];
  const [chosen, setChosen] = useState<string>();
  const organizationId = forOrganization ? (chosen ?? mine[0]?.id) : undefined;

  const join = () =>
    accept.mutate(organizationId, {
      onSuccess: ({ dogId }) => {
        toast(t("invitation.welcome", { dog: offer?.dogName }));
        navigate(`/dogs/${dogId}`, { replace: true });
      },
    });
  const who = offer && (offer.organization ? `${offer.invitedBy} (${offer.organization})` : offer.invitedBy);
  return (
    <InvitationFrame
      path={`/invitations/${token}`}
      query={invitation}
      me={me}
      heading={
        offer &&
        t(forOrganization ? "invitation.organizationHeading" : "invitation.heading", {
          who,
          dog: offer.dogName,
        })
      }
      expiresAt={offer?.expiresAt}
      accept={accept}
      onAccept={join}
      disabled={forOrganization && !organizationId}
    >
      {offer && (
        <>
          <Text ta="center">
            {t(forOrganization ? "invitation.organizationAs" : "invitation.as", {
              role: inSentence(t(`roles.one.${offer.role}`)),
              means: t(`circle.roleMeans.${offer.role}`),
            })}
          </Text>
          {offer.transfer && (
            <Alert variant="light" color="marigold">
              {t(forOrganization ? "invitation.organizationHandover" : "invitation.handover", {
                who,
                dog: offer.dogName,
              })}
            </Alert>
          )}
          {forOrganization && me && (
            <ChooseOrganization
              query={organizations}
              organizations={mine}
              value={organizationId}
              onChange={setChosen}
            />
          )}
        </>
      )}
    </InvitationFrame>
  );
}
