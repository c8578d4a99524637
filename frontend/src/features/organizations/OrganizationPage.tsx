// One organization: its people, its dogs, and for its admins what runs it.
import { Button, Group, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPencil } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { Page } from "@/shared/ui/Page";
import { ErrorState, ListSkeleton } from "@/shared/ui/states";
import { toast } from "@/shared/ui/toasts";
import { NameDialog } from "./NameDialog";
import { OrganizationDogs } from "./OrganizationDogs";
import { OrganizationEnd } from "./OrganizationEnd";
import { useOrganization, useRenameOrganization } from "./organizations.queries";
import { StaffInvitations } from "./StaffInvitations";
import { StaffList } from "./StaffList";

export function OrganizationPage() {
  const { t } = useTranslation();
  const { organizationId = "" } = useParams();
  const organization = useOrganization(organizationId);
  const rename = useRenameOrganization(organizationId);
  const [renaming, { open, close }] = useDisclosure(false);
  const back = "/organizations";
  if (organization.isPending) {
    return (
      <Page title={t("organizations.one")} back={back}>
        <ListSkeleton rows={3} />
      </Page>
    );
  }
  if (organization.isError) {
    return (
      <Page title={t("organizations.one")} back={back}>
        <ErrorState error={organization.error} retry={() => organization.refetch()} />
      </Page>
    );
  }
  const { name, role } = organization.data;
  const isAdmin = role === "admin";
  return (
    <Page
      title={name}
      subtitle={role && t(`organizations.youAre.${role}`)}
      back={back}
      actions={
        isAdmin && (
          <Button variant="default" onClick={open} leftSection={<IconPencil size={18} aria-hidden />}>
            {t("organizations.rename")}
          </Button>
        )
      }
    >
      <Stack gap="lg">
        <StaffList organization={organization.data} />
        {isAdmin && <StaffInvitations organization={organization.data} />}
        <OrganizationDogs organizationId={organizationId} mayAdd={isAdmin || role === "trainer"} />
        {isAdmin && (
          <Group>
            <OrganizationEnd organization={organization.data} />
          </Group>
        )}
      </Stack>
      {renaming && (
        <NameDialog
          title={t("organizations.rename")}
          action={t("common.save")}
          name={name}
          busy={rename.isPending}
          error={rename.error}
          onClose={close}
          onSave={(changed) =>
            rename.mutate(changed, {
              onSuccess: () => {
                toast(t("common.saved"));
                close();
              },
            })
          }
        />
      )}
    </Page>
  );
}
