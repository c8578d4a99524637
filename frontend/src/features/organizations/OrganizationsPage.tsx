// The organizations that one belongs to.
import { Badge, Button, Card, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBuildingCommunity, IconChevronRight, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { Page } from "@/shared/ui/Page";
import { EmptyState, ErrorState, ListSkeleton } from "@/shared/ui/states";
import { toast } from "@/shared/ui/toasts";
import { NameDialog } from "./NameDialog";
import { useCreateOrganization, useOrganizations } from "./organizations.queries";

export function OrganizationsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const organizations = useOrganizations();
  const create = useCreateOrganization();
  const [adding, { open, close }] = useDisclosure(false);
  const add = (
    <Button onClick={open} leftSection={<IconPlus size={18} aria-hidden />}>
      {t("organizations.create")}
    </Button>
  );
  return (
    <Page
      title={t("organizations.title")}
      subtitle={t("organizations.subtitle")}
      back="/"
      actions={organizations.data && organizations.data.length > 0 && add}
    >
      {organizations.isPending ? (
        <ListSkeleton rows={2} />
      ) : organizations.isError ? (
        <ErrorState error={organizations.error} retry={() => organizations.refetch()} />
      ) : organizations.data.length === 0 ? (
        <EmptyState
          icon={<IconBuildingCommunity size={36} />}
          title={t("organizations.emptyTitle")}
          text={t("organizations.emptyText")}
          action={add}
        />
      ) : (
        <Stack
          component="ul"
          gap="xs"
          m={0}
          p={0}
          style={{ listStyle: "none" }}
          aria-label={t("organizations.title")}
        >
          {organizations.data.map((one) => (
            <li key={one.id}>
              <Card component={Link} to={`/organizations/${one.id}`}>
                <Group wrap="nowrap" justify="space-between">
                  <Group gap="xs">
                    <Text fw={700}>{one.name}</Text>
                    {one.role && (
                      <Badge variant="light" tt="none">
                        {t(`organizations.roles.${one.role}`)}
                      </Badge>
                    )}
                  </Group>
                  <IconChevronRight size={20} aria-hidden />
                </Group>
              </Card>
            </li>
          ))}
        </Stack>
      )}
      {adding && (
        <NameDialog
          title={t("organizations.create")}
          action={t("organizations.create")}
          busy={create.isPending}
          error={create.error}
          onClose={close}
          onSave={(name) =>
            create.mutate(name, {
              onSuccess: ({ id }) => {
                toast(t("organizations.created"));
                navigate(`/organizations/${id}`);
              },
            })
          }
        />
      )}
    </Page>
  );
}
