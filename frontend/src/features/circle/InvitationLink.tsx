// The link of a new invitation.
import { Button, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Role } from "@/shared/api/types";
import { inSentence } from "@/shared/i18n/locale";
import { useDog } from "@/shared/lib/dogContext";
import { formatDay } from "@/shared/lib/time";
import { LinkToCopy } from "@/shared/ui/LinkToCopy";

interface InvitationLinkProps {
  invitation: { role: Role; expiresAt: string; token?: string };
  onDone: () => void;
}

export function InvitationLink({ invitation, onDone }: InvitationLinkProps) {
  const { t } = useTranslation();
  const dog = useDog();
  // The path is the app's own, so the link works under whatever address the app was opened.
  const url = `${window.location.origin}/invitations/${invitation.token}`;
  return (
    <Stack>
      <Text>
        {t("circle.linkText", {
          role: inSentence(t(`roles.one.${invitation.role}`)),
          dog: dog.name,
          day: formatDay(new Date(invitation.expiresAt)),
        })}
      </Text>
      <LinkToCopy
        url={url}
        label={t("circle.link")}
        codeLabel={t("circle.qr")}
        title={t("circle.inviteTo", { name: dog.name })}
      />
      <Button variant="default" onClick={onDone}>
        {t("common.done")}
      </Button>
    </Stack>
  );
}
