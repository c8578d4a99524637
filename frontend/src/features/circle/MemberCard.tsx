import { ActionIcon, Avatar, Badge, Card, Group, Menu, Text } from "@mantine/core";
import { IconCheck, IconDots } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useOrganizations } from "@/features/organizations/organizations.queries";
import { type Member, type Role, roles } from "@/shared/api/types";
import { inSentence } from "@/shared/i18n/locale";
import { managesCircle } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { formatDay } from "@/shared/lib/time";
import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { toast, toastError } from "@/shared/ui/toasts";
import { useChangeRole, useRemoveMember } from "./circle.queries";
import { useAccessWords } from "./useAccessWords";

export function MemberCard({ member }: { member: Member }) {
  const { t } = useTranslation();
  const dog = useDog();
  const navigate = useNavigate();
  const accessWords = useAccessWords();
  const changeRole = useChangeRole(dog.id);
  const remove = useRemoveMember(dog.id);
  const [asking, setAsking] = useState(false);
  const me = member.id === dog.you.memberId;
  const manages = managesCircle(dog);
  const organizations = useOrganizations(Boolean(member.organizationId));
  // An admin takes their organization out as a person leaves.
  const runsIt = organizations.data?.some(({ id, role }) => id === member.id && role === "admin") ?? false;

  const setRole = (role: Role) =>
    changeRole.mutate(
      { memberId: member.id, role },
      { onSuccess: () => toast(t("common.saved")), onError: toastError },
    );
  const leave = () =>
    remove.mutate(member.id, {
      onSuccess: () => (me ? navigate("/") : toast(t("circle.removed", { name: member.name }))),
      onError: toastError,
      onSettled: () => setAsking(false),
    });
  const title = me ? t("circle.leave") : t("circle.remove", { name: member.name });
  return (
    <Card>
      <Group wrap="nowrap" align="flex-start">
        <Avatar
          name={member.name}
          color="initials"
          allowedInitialsColors={["pine", "indigo", "grape", "violet"]}
          aria-hidden="true"
        />
        <div style={{ flex: 1, minWidth: 0 }}>
          <Group gap="xs">
            <Text fw={700}>{me ? t("circle.you", { name: member.name }) : member.name}</Text>
            <Badge variant="light" tt="none">
              {t(`roles.one.${member.role}`)}
            </Badge>
            {member.organizationId && (
              <Badge variant="light" color="gray" tt="none">
                {t("organizations.one")}
              </Badge>
            )}
          </Group>
          {member.organizationId && <Text size="sm">{t("circle.organizationMeans")}</Text>}
          <Text size="sm">{accessWords(member.sections)}</Text>
          {member.people && (
            <Text size="sm">
              {t("circle.organizationPeople", {
                people: member.people
                  .map(({ name, role }) => `${name} (${inSentence(t(`roles.one.${role}`))})`)
                  .join(", "),
              })}
            </Text>
          )}
          <Text size="sm" c="dimmed">
            {[
              t("circle.since", { day: formatDay(new Date(member.since)) }),
              member.grantedBy && t("circle.grantedBy", { name: member.grantedBy.name }),
              member.expiresAt && t("circle.until", { day: formatDay(new Date(member.expiresAt)) }),
            ]
              .filter(Boolean)
              .join(" · ")}
          </Text>
        </div>
        {(manages || me || runsIt) && (
          <Menu position="bottom-end">
            <Menu.Target>
              <ActionIcon aria-label={t("circle.menu", { name: member.name })}>
                <IconDots aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {manages && !me && (
                <>
                  <Menu.Label>{t("circle.role")}</Menu.Label>
                  {roles.map((role) => (
                    <Menu.Item
                      key={role}
                      mih="2.75rem"
                      onClick={() => setRole(role)}
                      rightSection={
                        role === member.role && <IconCheck size={18} aria-label={t("circle.current")} />
                      }
                    >
                      {t(`roles.one.${role}`)}
                    </Menu.Item>
                  ))}
                  <Menu.Divider />
                </>
              )}
              <Menu.Item mih="2.75rem" color="red" onClick={() => setAsking(true)}>
                {title}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </Group>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={title}
        text={
          me
            ? t("circle.leaveText", { dog: dog.name })
            : t(member.organizationId ? "circle.removeOrganizationText" : "circle.removeText", {
                name: member.name,
                dog: dog.name,
              })
        }
        action={title}
        busy={remove.isPending}
        onConfirm={leave}
      />
    </Card>
  );
}
