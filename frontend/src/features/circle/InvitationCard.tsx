import { Badge, Button, Card, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Invitation } from "@/shared/api/types";
import { useDog } from "@/shared/lib/dogContext";
import { formatDay } from "@/shared/lib/time";
import { toast, toastError } from "@/shared/ui/toasts";
import { useRevokeInvitation } from "./circle.queries";

export function InvitationCard({ invitation }: { invitation: Invitation }) {
  const { t } = useTranslation();
  const revoke = useRevokeInvitation(useDog().id);
  return (
    <Card>
      <Group justify="space-between">
        <div>
          <Group gap="xs">
            <Text fw={600}>{invitation.email ?? t("circle.byLink")}</Text>
            <Badge variant="light" tt="none">
              {t(`roles.one.${invitation.role}`)}
            </Badge>
            {invitation.forOrganization && (
              <Badge variant="light" color="gray" tt="none">
                {t("organizations.one")}
              </Badge>
            )}
          </Group>
          <Text size="sm" c="dimmed">
            {t("circle.invitedBy", { name: invitation.createdBy.name })}
            {" · "}
            {t("circle.validUntil", { day: formatDay(new Date(invitation.expiresAt)) })}
          </Text>
        </div>
        <Button
          variant="light"
          color="red"
          loading={revoke.isPending}
          onClick={() =>
            revoke.mutate(invitation.id, {
              onSuccess: () => toast(t("circle.revoked")),
              onError: toastError,
            })
          }
        >
          {t("circle.revoke")}
        </Button>
      </Group>
    </Card>
  );
}
