import { Badge, Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconUserPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Organization } from "@/shared/api/types";
import { formatDay } from "@/shared/lib/time";
import { ErrorState, ListSkeleton } from "@/shared/ui/states";
import { toast, toastError } from "@/shared/ui/toasts";
import { InviteStaffDialog } from "./InviteStaffDialog";
import { useRevokeStaffInvitation, useStaffInvitations } from "./organizations.queries";

/** Letting people into an organization; for its admins. */
export function StaffInvitations({ organization }: { organization: Organization }) {
  const { t } = useTranslation();
  const invitations = useStaffInvitations(organization.id);
  const revoke = useRevokeStaffInvitation(organization.id);
  const [inviting, { open, close }] = useDisclosure(false);
  return (
    <section aria-labelledby="staff-invitations">
      <Group justify="space-between" mb="xs">
        <Title order={2} fz="lg" id="staff-invitations">
          {t("circle.openInvitations")}
        </Title>
        <Button onClick={open} leftSection={<IconUserPlus size={18} aria-hidden />}>
          {t("circle.invite")}
        </Button>
      </Group>
      {invitations.isPending ? (
        <ListSkeleton rows={1} />
      ) : invitations.isError ? (
        <ErrorState error={invitations.error} retry={() => invitations.refetch()} />
      ) : invitations.data.length === 0 ? (
        <Text c="dimmed">{t("organizations.noInvitations")}</Text>
      ) : (
        <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: "none" }}>
          {invitations.data.map((one) => (
            <Card component="li" key={one.id}>
              <Group justify="space-between">
                <div>
                  <Group gap="xs">
                    <Text fw={600}>{one.email ?? t("circle.byLink")}</Text>
                    <Badge variant="light" tt="none">
                      {t(`organizations.roles.${one.role}`)}
                    </Badge>
                  </Group>
                  <Text size="sm" c="dimmed">
                    {t("circle.invitedBy", { name: one.createdBy.name })}
                    {" · "}
                    {t("circle.validUntil", { day: formatDay(new Date(one.expiresAt)) })}
                  </Text>
                </div>
                <Button
                  variant="light"
                  color="red"
                  loading={revoke.isPending && revoke.variables === one.id}
                  onClick={() =>
                    revoke.mutate(one.id, {
                      onSuccess: () => toast(t("circle.revoked")),
                      onError: toastError,
                    })
                  }
                >
                  {t("circle.revoke")}
                </Button>
              </Group>
            </Card>
          ))}
        </Stack>
      )}
      {inviting && <InviteStaffDialog organization={organization} onClose={close} />}
    </section>
  );
}
