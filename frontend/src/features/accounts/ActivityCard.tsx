import { Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { formatDayAndTime } from "@/shared/lib/time";
import { ErrorState, ListSkeleton } from "@/shared/ui/states";
import { useActivity } from "./activity.queries";

/** What was done to the account, so that its person notices what they did not do themselves. */
export function ActivityCard() {
  const { t } = useTranslation();
  const activity = useActivity();
  return (
    <Card component="section" aria-labelledby="activity">
      <Title order={2} fz="lg" mb="sm" id="activity">
        {t("activity.title")}
      </Title>
      <Text mb="sm">{t("activity.text")}</Text>
      {activity.isPending ? (
        <ListSkeleton rows={3} height={48} />
      ) : activity.isError ? (
        <ErrorState error={activity.error} retry={() => activity.refetch()} />
      ) : activity.data.length === 0 ? (
        <Text c="dimmed">{t("activity.none")}</Text>
      ) : (
        <Stack>
          <Stack component="ul" m={0} p={0} gap="sm" style={{ listStyle: "none" }}>
            {activity.data.map((entry) => (
              <li key={`${entry.at} ${entry.kind}`}>
                <Group justify="space-between" gap="xs">
                  <Text c={entry.kind === "sign-in-refused" ? "red" : undefined}>
                    {t(`activity.kinds.${entry.kind}`)}
                  </Text>
                  <Text size="sm" c="dimmed">
                    {formatDayAndTime(new Date(entry.at))}
                  </Text>
                </Group>
                <Text size="sm" c="dimmed" truncate>
                  {[entry.address, entry.device].filter(Boolean).join(" · ")}
                </Text>
              </li>
            ))}
          </Stack>
          {activity.hasNextPage && (
            <Button
              variant="light"
              loading={activity.isFetchingNextPage}
              onClick={() => activity.fetchNextPage()}
            >
              {t("common.more")}
            </Button>
          )}
        </Stack>
      )}
    </Card>
  );
}
