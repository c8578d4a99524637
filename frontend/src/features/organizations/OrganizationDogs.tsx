import { Badge, Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { IconChevronRight, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { inSentence } from "@/shared/i18n/locale";
import { DogAvatar } from "@/shared/ui/DogAvatar";
import { ErrorState, ListSkeleton } from "@/shared/ui/states";
import { useOrganizationDogs } from "./organizations.queries";

interface OrganizationDogsProps {
  organizationId: string;
  mayAdd: boolean;
}

/** The dogs whose circle an organization is in. */
export function OrganizationDogs({ organizationId, mayAdd }: OrganizationDogsProps) {
  const { t } = useTranslation();
  const dogs = useOrganizationDogs(organizationId);
  const items = dogs.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-labelledby="organization-dogs">
      <Group justify="space-between" mb="xs">
        <Title order={2} fz="lg" id="organization-dogs">
          {t("organizations.dogs")}
        </Title>
        {mayAdd && (
          <Button
            component={Link}
            to={`/dogs/new?organization=${organizationId}`}
            variant="default"
            leftSection={<IconPlus size={18} aria-hidden />}
          >
            {t("dogs.add")}
          </Button>
        )}
      </Group>
      {dogs.isPending ? (
        <ListSkeleton rows={2} />
      ) : dogs.isError ? (
        <ErrorState error={dogs.error} retry={() => dogs.refetch()} />
      ) : items.length === 0 ? (
        <Text c="dimmed">{t("organizations.noDogs")}</Text>
      ) : (
        <Stack gap="xs">
          <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: "none" }}>
            {items.map((dog) => (
              <li key={dog.id}>
                <Card component={Link} to={`/dogs/${dog.id}`} py="sm">
                  <Group wrap="nowrap">
                    <DogAvatar id={dog.id} name={dog.name} size={40} />
                    <Group gap="xs" flex={1}>
                      <Text fw={700}>{dog.name}</Text>
                      <Badge variant="light" color="gray" tt="none">
                        {t("dogs.youAre", { role: inSentence(t(`roles.one.${dog.you.role}`)) })}
                      </Badge>
                    </Group>
                    <IconChevronRight size={20} aria-hidden />
                  </Group>
                </Card>
              </li>
            ))}
          </Stack>
          {dogs.hasNextPage && (
            <Button variant="default" loading={dogs.isFetchingNextPage} onClick={() => dogs.fetchNextPage()}>
              {t("common.more")}
            </Button>
          )}
        </Stack>
      )}
    </section>
  );
}
