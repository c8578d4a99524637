import { Badge, Button, Card, Group, List, SimpleGrid, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { IconChevronRight, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Dog } from "@/shared/api/types";
import { inSentence } from "@/shared/i18n/locale";
import { startOfDay } from "@/shared/lib/time";
import { DogAvatar } from "@/shared/ui/DogAvatar";
import { Paw } from "@/shared/ui/Logo";
import { Page } from "@/shared/ui/Page";
import { ErrorState, ListSkeleton } from "@/shared/ui/states";
import { useDogs } from "./dogs.queries";
import classes from "./MyDogsPage.module.css";
import { AddSampleDog } from "./sample/AddSampleDog";

export function MyDogsPage() {
  const { t } = useTranslation();
  const dogs = useDogs();
  const items = dogs.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page
      title={t("dogs.title")}
      actions={
        items.length > 0 && (
          <Button
            component={Link}
            to="/dogs/new"
            variant="light"
            leftSection={<IconPlus size={18} aria-hidden />}
          >
            {t("dogs.add")}
          </Button>
        )
      }
      wide
    >
      {dogs.isPending ? (
        <ListSkeleton rows={3} />
      ) : dogs.isError ? (
        <ErrorState error={dogs.error} retry={() => dogs.refetch()} />
      ) : items.length === 0 ? (
        <FirstSteps />
      ) : (
        <Stack>
          <SimpleGrid component="ul" cols={{ base: 1, sm: 2 }} className={classes.list}>
            {items.map((dog) => (
              <li key={dog.id}>
                <DogCard dog={dog} />
              </li>
            ))}
          </SimpleGrid>
          {dogs.hasNextPage && (
            <Button variant="default" loading={dogs.isFetchingNextPage} onClick={() => dogs.fetchNextPage()}>
              {t("common.more")}
            </Button>
          )}
        </Stack>
      )}
    </Page>
  );
}

function DogCard({ dog }: { dog: Dog }) {
  const { t } = useTranslation();
  const years = dog.birthDate && ageInYears(dog.birthDate);
  const about = [
    dog.breed,
    typeof years === "number" ? t("dogs.years", { count: years }) : undefined,
    ...dog.you.organizations.map(({ name }) => name),
  ];
  return (
    <Card component={Link} to={`/dogs/${dog.id}`} className={classes.card}>
      <Group wrap="nowrap">
        <DogAvatar id={dog.id} name={dog.name} photo={dog.profilePhotoId} size={56} />
        <Stack gap={2} flex={1} miw={0}>
          <Group gap="xs">
            <Text fw={700} fz="lg">
              {dog.name}
            </Text>
            <Badge variant="light" color="gray" tt="none">
              {t("dogs.youAre", { role: inSentence(t(`roles.one.${dog.you.role}`)) })}
            </Badge>
          </Group>
          <Text size="sm" c="dimmed" truncate>
            {about.filter(Boolean).join(" · ") || t("dogs.noDetails")}
          </Text>
        </Stack>
        <IconChevronRight size={20} aria-hidden />
      </Group>
    </Card>
  );
}

function FirstSteps() {
  const { t } = useTranslation();
  return (
    <Card padding="xl">
      <Stack align="center" ta="center" gap="md" py="md">
        <ThemeIcon size={84} radius="xl" variant="light" aria-hidden="true">
          <Paw size={44} />
        </ThemeIcon>
        <Title order={2} fz="xl">
          {t("dogs.emptyTitle")}
        </Title>
        <List type="ordered" ta="left" spacing="xs" c="dimmed">
          <List.Item>{t("dogs.step1")}</List.Item>
          <List.Item>{t("dogs.step2")}</List.Item>
          <List.Item>{t("dogs.step3")}</List.Item>
        </List>
        <Button component={Link} to="/dogs/new" size="md" leftSection={<IconPlus size={20} aria-hidden />}>
          {t("dogs.addFirst")}
        </Button>
        <AddSampleDog />
        <Text size="sm" c="dimmed">
          {t("dogs.invited")}
        </Text>
      </Stack>
    </Card>
  );
}

function ageInYears(birthDate: string): number {
  const born = startOfDay(birthDate);
  const now = new Date();
  const before =
    now.getMonth() < born.getMonth() ||
    (now.getMonth() === born.getMonth() && now.getDate() < born.getDate());
  return now.getFullYear() - born.getFullYear() - (before ? 1 : 0);
}
