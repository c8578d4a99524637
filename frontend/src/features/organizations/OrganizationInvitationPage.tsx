// What somebody sees who opens an invitation into an organization, signed in or not.
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { useMe } from "@/features/accounts/accounts.queries";
import { inSentence } from "@/shared/i18n/locale";
import { InvitationFrame } from "@/shared/ui/InvitationFrame";
import { toast } from "@/shared/ui/toasts";
import { useJoinOrganization, useStaffInvitation } from "./organizations.queries";

export function OrganizationInvitationPage() {
  const { t } = useTranslation();
  const { token = "" } = useParams();
  const navigate = useNavigate();
  const invitation = useStaffInvitation(token);
  const { data: me } = useMe();
  const join = useJoinOrganization(token);
  const offer = invitation.data;
  return (
    <InvitationFrame
      path={`/organization-invitations/${token}`}
      query={invitation}
      me={me}
      heading={offer && t("organizations.invitedTo", { who: offer.invitedBy, name: offer.organizationName })}
      expiresAt={offer?.expiresAt}
      accept={join}
      onAccept={() =>
        join.mutate(undefined, {
          onSuccess: ({ organizationId }) => {
            toast(t("organizations.welcome", { name: offer?.organizationName }));
            navigate(`/organizations/${organizationId}`, { replace: true });
          },
        })
      }
    >
      {offer && (
        <Text ta="center">
          {t("organizations.joinAs", {
            role: inSentence(t(`organizations.roles.${offer.role}`)),
            means: t(`organizations.roleMeans.${offer.role}`),
          })}
        </Text>
      )}
    </InvitationFrame>
  );
}
