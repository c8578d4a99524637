// Letting somebody in: choose what they are to the dog, then hand them the link.
import { Button, Checkbox, Modal, NativeSelect, Radio, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useOrganizations } from "@/features/organizations/organizations.queries";
import { fieldErrors } from "@/shared/api/problem";
import { type Role, roles } from "@/shared/api/types";
import { useDog } from "@/shared/lib/dogContext";
import { FormAlert } from "@/shared/ui/FormAlert";
import { toast } from "@/shared/ui/toasts";
import { useAddOrganization, useInvite } from "./circle.queries";
import { InvitationLink } from "./InvitationLink";

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const dog = useDog();
  const invite = useInvite(dog.id);
  const [role, setRole] = useState<Role>("owner");
  const [email, setEmail] = useState("");
  const [handover, setHandover] = useState(false);
  const [forOrganization, setForOrganization] = useState(false);
  const mayHandOver = role === "owner" && dog.you.role === "owner";

  const organizations = useOrganizations(forOrganization);
  const mine = organizations.data?.filter((one) => one.role === "admin") ?? [];
  const [organizationId, setOrganizationId] = useState("");
  const add = useAddOrganization(dog.id);
  const direct = forOrganization && organizationId !== "";

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (direct) {
      add.mutate(
        { organizationId, role },
        {
          onSuccess: ({ name }) => {
            toast(t("circle.organizationAdded", { name, dog: dog.name }));
            onClose();
          },
        },
      );
      return;
    }
    invite.mutate({
      role,
      email: email.trim() || undefined,
      transfer: mayHandOver && handover,
      forOrganization,
    });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("circle.inviteTo", { name: dog.name })}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {invite.data ? (
        <InvitationLink invitation={invite.data} onDone={onClose} />
      ) : (
        <form onSubmit={submit} noValidate>
          <Stack>
            <FormAlert error={direct ? add.error : invite.error} fields={["email"]} />
            <Checkbox
              checked={forOrganization}
              onChange={(event) => setForOrganization(event.currentTarget.checked)}
              label={t("circle.forOrganization")}
              description={t("circle.forOrganizationHint")}
            />
            {forOrganization && mine.length > 0 && (
              <NativeSelect
                label={t("circle.whichOrganization")}
                value={organizationId}
                onChange={(event) => setOrganizationId(event.currentTarget.value)}
                data={[
                  { value: "", label: t("circle.organizationByLink") },
                  ...mine.map(({ id, name }) => ({ value: id, label: name })),
                ]}
              />
            )}
            <Radio.Group
              label={t("circle.whichRole")}
              value={role}
              onChange={(value) => setRole(value as Role)}
            >
              <Stack gap="sm" mt="xs">
                {roles.map((item) => (
                  <Radio
                    key={item}
                    value={item}
                    label={t(`roles.one.${item}`)}
                    description={t(`circle.roleMeans.${item}`)}
                    styles={{ body: { minHeight: "2.75rem" } }}
                  />
                ))}
              </Stack>
            </Radio.Group>
            {mayHandOver && !direct && (
              <Checkbox
                checked={handover}
                onChange={(event) => setHandover(event.currentTarget.checked)}
                label={t("circle.handover")}
                description={t("circle.handoverHint", { name: dog.name })}
              />
            )}
            {!direct && (
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
            )}
            <Button type="submit" loading={invite.isPending || add.isPending}>
              {t(direct ? "circle.addOrganization" : "circle.makeLink")}
            </Button>
            {!direct && (
              <Text size="sm" c="dimmed">
                {t("circle.linkNote")}
              </Text>
            )}
          </Stack>
        </form>
      )}
    </Modal>
  );
}
