import { ActionIcon, Menu } from "@mantine/core";
import { IconCheck, IconDots } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import {
  type Organization,
  type OrganizationMember,
  type OrganizationRole,
  organizationRoles,
} from "@/shared/api/types";
import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { toast, toastError } from "@/shared/ui/toasts";
import { useChangeStaffRole, useRemoveStaff } from "./organizations.queries";

interface StaffMenuProps {
  organization: Organization;
  member: OrganizationMember;
  isMe: boolean;
}

/** What may be done about a member: by an admin, and by themselves. */
export function StaffMenu({ organization, member, isMe }: StaffMenuProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const change = useChangeStaffRole(organization.id);
  const remove = useRemoveStaff(organization.id);
  const [asking, setAsking] = useState(false);
  const names = { name: member.name, organization: organization.name };
  const title = isMe ? t("organizations.leave") : t("organizations.remove", names);

  const setRole = (role: OrganizationRole) =>
    change.mutate(
      { memberId: member.accountId, role },
      { onSuccess: () => toast(t("common.saved")), onError: toastError },
    );
  const leave = () =>
    remove.mutate(member.accountId, {
      onSuccess: () => (isMe ? navigate("/organizations") : toast(t("organizations.removed", names))),
      onError: toastError,
      onSettled: () => setAsking(false),
    });
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={t("circle.menu", { name: member.name })}>
            <IconDots aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {organization.role === "admin" && (
            <>
              <Menu.Label>{t("circle.role")}</Menu.Label>
              {organizationRoles.map((role) => (
                <Menu.Item
                  key={role}
                  mih="2.75rem"
                  onClick={() => setRole(role)}
                  rightSection={
                    role === member.role && <IconCheck size={18} aria-label={t("circle.current")} />
                  }
                >
                  {t(`organizations.roles.${role}`)}
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
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={title}
        text={t(isMe ? "organizations.leaveText" : "organizations.removeText", names)}
        action={title}
        busy={remove.isPending}
        onConfirm={leave}
      />
    </>
  );
}
