import { Avatar, Badge, Card, Group, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMe } from "@/features/accounts/accounts.queries";
import type { Organization } from "@/shared/api/types";
import { formatDay } from "@/shared/lib/time";
import { ErrorState, ListSkeleton } from "@/shared/ui/states";
import { useStaff } from "./organizations.queries";
import { StaffMenu } from "./StaffMenu";

/** Who belongs to an organization. */
export function StaffList({ organization }: { organization: Organization }) {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const staff = useStaff(organization.id);
  return (
    <section aria-labelledby="staff">
      <Title order={2} fz="lg" mb="xs" id="staff">
        {t("organizations.members")}
      </Title>
      {staff.isPending ? (
        <ListSkeleton rows={2} />
      ) : staff.isError ? (
        <ErrorState error={staff.error} retry={() => staff.refetch()} />
      ) : (
        <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: "none" }}>
          {staff.data.map((member) => {
            const isMe = member.accountId === me?.id;
            return (
              <Card component="li" key={member.accountId}>
                <Group wrap="nowrap" align="flex-start">
                  <Avatar name={member.name} color="initials" aria-hidden="true" />
                  <div style={{ flex: 1, minWidth: 0 }}>
                    <Group gap="xs">
                      <Text fw={700}>{isMe ? t("circle.you", { name: member.name }) : member.name}</Text>
                      <Badge variant="light" tt="none">
                        {t(`organizations.roles.${member.role}`)}
                      </Badge>
                    </Group>
                    <Text size="sm">{t(`organizations.roleMeans.${member.role}`)}</Text>
                    <Text size="sm" c="dimmed">
                      {t("circle.since", { day: formatDay(new Date(member.since)) })}
                    </Text>
                  </div>
                  {(isMe || organization.role === "admin") && (
                    <StaffMenu organization={organization} member={member} isMe={isMe} />
                  )}
                </Group>
              </Card>
            );
          })}
        </Stack>
      )}
    </section>
  );
}
