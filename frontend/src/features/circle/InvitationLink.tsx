// The link of a new invitation, shown this once: to copy, to send, or to be scanned.
import { Box, Button, CopyButton, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconCheck, IconCopy, IconShare } from "@tabler/icons-react";
import { QRCodeSVG } from "qrcode.react";
import { useTranslation } from "react-i18next";
import type { Role } from "@/shared/api/types";
import { useDog } from "@/shared/lib/dogContext";
import { formatDay } from "@/shared/lib/time";

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
          role: t(`roles.one.${invitation.role}`).toLocaleLowerCase(),
          dog: dog.name,
          day: formatDay(new Date(invitation.expiresAt)),
        })}
      </Text>
      <Box bg="white" p="md" mx="auto" bdrs="lg" lh={0}>
        <QRCodeSVG value={url} size={188} title={t("circle.qr")} />
      </Box>
      <TextInput
        label={t("circle.link")}
        readOnly
        value={url}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Group grow>
        <CopyButton value={url} timeout={3000}>
          {({ copied, copy }) => (
            <Button
              onClick={copy}
              leftSection={copied ? <IconCheck size={18} aria-hidden /> : <IconCopy size={18} aria-hidden />}
            >
              <span aria-live="polite">{copied ? t("circle.copied") : t("circle.copy")}</span>
            </Button>
          )}
        </CopyButton>
        {"share" in navigator && (
          <Button
            variant="light"
            leftSection={<IconShare size={18} aria-hidden />}
            onClick={() =>
              navigator.share({ title: t("circle.inviteTo", { name: dog.name }), url }).catch(() => {})
            }
          >
            {t("circle.send")}
          </Button>
        )}
      </Group>
      <Button variant="default" onClick={onDone}>
        {t("common.done")}
      </Button>
    </Stack>
  );
}
