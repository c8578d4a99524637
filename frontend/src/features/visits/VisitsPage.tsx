// The dog's visits as report cards, newest first.
import { Button, Card, Group, Stack, Text } from "@mantine/core";
import { IconPaw, IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useTimeline } from "@/features/records/records.queries";
import type { RecordType } from "@/shared/api/types";
import { inSentence } from "@/shared/i18n/locale";
import { canLog } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { Page } from "@/shared/ui/Page";
import { EmptyState, ErrorState, ListSkeleton } from "@/shared/ui/states";
import { VisitCard } from "@/shared/ui/VisitCard";

const visitsOnly: { types: RecordType[] } = { types: ["visit"] };

export function VisitsPage() {
  const { t } = useTranslation();
  const dog = useDog();
  const visits = useTimeline(dog.id, visitsOnly);
  const items = visits.data?.pages.flatMap((page) => page.items) ?? [];
  const add = canLog(dog, "visit") && (
    <Button
      component={Link}
      to={`/dogs/${dog.id}/log/visit`}
      variant={items.length > 0 ? "light" : "filled"}
      leftSection={<IconPlus size={18} aria-hidden />}
    >
      {t("visit.add")}
    </Button>
  );
  return (
    <Page
      title={t("visit.title")}
      subtitle={dog.name}
      back={`/dogs/${dog.id}`}
      actions={items.length > 0 && add}
    >
      {visits.isPending ? (
        <ListSkeleton rows={3} height={240} />
      ) : visits.isError && items.length === 0 ? (
        <ErrorState error={visits.error} retry={() => visits.refetch()} />
      ) : items.length === 0 ? (
        <EmptyState
          icon={<IconPaw size={36} />}
          title={t("visit.emptyTitle")}
          text={t("visit.emptyText")}
          action={add}
        />
      ) : (
        <Stack>
          {items.map(
            (visit) =>
              visit.type === "visit" && (
                <Card key={visit.id} component="article">
                  <VisitCard visit={visit} />
                  <Group justify="space-between" mt="sm">
                    <Text size="sm" c="dimmed">
                      {`${visit.author.name} · ${inSentence(t(`roles.one.${visit.author.role}`))}`}
                    </Text>
                    <Button
                      component={Link}
                      to={`/dogs/${dog.id}/records/${visit.id}`}
                      variant="subtle"
                      px="xs"
                    >
                      {t("visit.open")}
                    </Button>
                  </Group>
                </Card>
              ),
          )}
          {visits.hasNextPage && (
            <Button
              variant="default"
              loading={visits.isFetchingNextPage}
              onClick={() => visits.fetchNextPage()}
            >
              {t("common.more")}
            </Button>
          )}
        </Stack>
      )}
    </Page>
  );
}
