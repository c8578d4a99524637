import { Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { formatDayAndTime } from "@/shared/lib/time";
import { ErrorState, ListSkeleton } from "@/shared/ui/states";
import { toast, toastError } from "@/shared/ui/toasts";
import { useEndSession, useSessions } from "./security.queries";

/** Where one is signed in. */
export function SessionsCard() {
  const { t } = useTranslation();
  const sessions = useSessions();
  const end = useEndSession();
  return (
    <Card component="section" aria-labelledby="sessions">
      <Title order={2} fz="lg" mb="sm" id="sessions">
        {t("security.sessions")}
      </Title>
      {sessions.isPending ? (
        <ListSkeleton rows={2} height={48} />
      ) : sessions.isError ? (
        <ErrorState error={sessions.error} retry={() => sessions.refetch()} />
      ) : (
        <Stack component="ul" m={0} p={0} gap="sm" style={{ listStyle: "none" }}>
          {sessions.data.map((session) => (
            <Group component="li" key={session.id} justify="space-between" wrap="nowrap">
              <div style={{ minWidth: 0 }}>
                <Text truncate>{session.device || t("security.unknownDevice")}</Text>
                <Text size="sm" c="dimmed">
                  {session.current
                    ? t("security.thisDevice")
                    : t("security.since", { when: formatDayAndTime(new Date(session.createdAt)) })}
                </Text>
              </div>
              {!session.current && (
                <Button
                  variant="light"
                  color="red"
                  size="xs"
                  loading={end.isPending && end.variables === session.id}
                  onClick={() =>
                    end.mutate(session.id, {
                      onSuccess: () => toast(t("security.ended")),
                      onError: toastError,
                    })
                  }
                >
                  {t("security.end")}
                </Button>
              )}
            </Group>
          ))}
        </Stack>
      )}
    </Card>
  );
}
