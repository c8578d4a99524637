import { Button, Modal, Radio, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldErrors } from "@/shared/api/problem";
import { type Organization, type OrganizationRole, organizationRoles } from "@/shared/api/types";
import { formatDay } from "@/shared/lib/time";
import { FormAlert } from "@/shared/ui/FormAlert";
import { LinkToCopy } from "@/shared/ui/LinkToCopy";
import { useInviteStaff } from "./organizations.queries";

interface InviteStaffDialogProps {
  organization: Organization;
  onClose: () => void;
}

/** Choose what they are there, then hand them the link. */
export function InviteStaffDialog({ organization, onClose }: InviteStaffDialogProps) {
  const { t } = useTranslation();
  const invite = useInviteStaff(organization.id);
  const [role, setRole] = useState<OrganizationRole>("trainer");
  const [email, setEmail] = useState("");
  const title = t("organizations.inviteTo", { name: organization.name });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate({ role, email: email.trim() || undefined });
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": t("common.close") }}>
      {invite.data ? (
        <Stack>
          <Text>
            {t("organizations.linkText", {
              name: organization.name,
              day: formatDay(new Date(invite.data.expiresAt)),
            })}
          </Text>
          <LinkToCopy
            url={`${window.location.origin}/organization-invitations/${invite.data.token}`}
            label={t("circle.link")}
            codeLabel={t("circle.qr")}
            title={title}
          />
          <Button variant="default" onClick={onClose}>
            {t("common.done")}
          </Button>
        </Stack>
      ) : (
        <form onSubmit={submit} noValidate>
          <Stack>
            <FormAlert error={invite.error} fields={["email"]} />
            <Radio.Group
              label={t("organizations.whichRole")}
              value={role}
              onChange={(value) => setRole(value as OrganizationRole)}
            >
              <Stack gap="sm" mt="xs">
                {organizationRoles.map((item) => (
                  <Radio
                    key={item}
                    value={item}
                    label={t(`organizations.roles.${item}`)}
                    description={t(`organizations.roleMeans.${item}`)}
                    styles={{ body: { minHeight: "2.75rem" } }}
                  />
                ))}
              </Stack>
            </Radio.Group>
            <TextInput
              label={t("circle.email")}
              description={t("circle.emailHint")}
              type="email"
              inputMode="email"
              autoComplete="off"
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
              error={fieldErrors(invite.error).email}
            />
            <Button type="submit" loading={invite.isPending}>
              {t("circle.makeLink")}
            </Button>
            <Text size="sm" c="dimmed">
              {t("circle.linkNote")}
            </Text>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
