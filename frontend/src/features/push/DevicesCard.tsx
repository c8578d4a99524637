import { Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { formatDayAndTime } from "@/shared/lib/time";
import { ErrorState, ListSkeleton } from "@/shared/ui/states";
import { toast, toastError } from "@/shared/ui/toasts";
import { usePushDevices, useRemoveDevice } from "./push.queries";

export function DevicesCard() {
  const { t } = useTranslation();
  const devices = usePushDevices();
  const remove = useRemoveDevice();
  return (
    <Card component="section" aria-labelledby="push-devices">
      <Title order={2} fz="lg" mb="sm" id="push-devices">
        {t("push.devices")}
      </Title>
      {devices.isPending ? (
        <ListSkeleton rows={2} height={48} />
      ) : devices.isError ? (
        <ErrorState error={devices.error} retry={() => devices.refetch()} />
      ) : devices.data.length === 0 ? (
        <Text c="dimmed">{t("push.noDevices")}</Text>
      ) : (
        <Stack component="ul" m={0} p={0} gap="sm" style={{ listStyle: "none" }}>
          {devices.data.map((device) => (
            <Group component="li" key={device.id} justify="space-between" wrap="nowrap">
              <div style={{ minWidth: 0 }}>
                <Text truncate>{device.name || device.service}</Text>
                <Text size="sm" c="dimmed">
                  {device.here
                    ? t("push.thisDevice")
                    : t("push.since", { when: formatDayAndTime(new Date(device.createdAt)) })}
                </Text>
              </div>
              <Button
                variant="light"
                color="red"
                size="xs"
                aria-label={t("push.removeNamed", { name: device.name || device.service })}
                loading={remove.isPending && remove.variables.id === device.id}
                onClick={() =>
                  remove.mutate(device, { onSuccess: () => toast(t("push.removed")), onError: toastError })
                }
              >
                {t("push.remove")}
              </Button>
            </Group>
          ))}
        </Stack>
      )}
    </Card>
  );
}
