import { Alert, Button, Card, Checkbox, Group, Stack, Text, Title } from "@mantine/core";
import { IconBell, IconBellOff, IconInfoCircle } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FormAlert } from "@/shared/ui/FormAlert";
import { toast, toastError } from "@/shared/ui/toasts";
import { PermissionRefused, pushSupport } from "./device";
import { usePushDevices, useRemoveDevice, useTestDevice, useTurnOnHere } from "./push.queries";

/** Turning notifications on and off here, or why that is not possible. */
export function ThisDeviceCard() {
  const { t } = useTranslation();
  const devices = usePushDevices();
  const turnOn = useTurnOnHere();
  const turnOff = useRemoveDevice();
  const test = useTestDevice();
  const here = devices.data?.find((device) => device.here);
  const [names, setNames] = useState<boolean>();
  const showNames = names ?? here?.showNames ?? false;
  const support = pushSupport();

  const choose = (wanted: boolean) => {
    setNames(wanted);
    if (here) turnOn.mutate(wanted, { onError: toastError });
  };

  return (
    <Card component="section" aria-labelledby="push-here">
      <Title order={2} fz="lg" mb="sm" id="push-here">
        {t("push.here")}
      </Title>
      {support !== "possible" ? (
        <Alert variant="light" icon={<IconInfoCircle aria-hidden />} title={t(`push.${support}`)}>
          {t(`push.${support}Text`)}
        </Alert>
      ) : (
        <Stack align="flex-start">
          <Text>{here ? t("push.onText") : t("push.offText")}</Text>
          <Checkbox
            label={t("push.showNames")}
            description={t("push.showNamesHint")}
            checked={showNames}
            onChange={(event) => choose(event.currentTarget.checked)}
          />
          {turnOn.error instanceof PermissionRefused ? (
            <Alert color="red" variant="light" role="alert" title={t("push.refused")}>
              {t("push.deniedText")}
            </Alert>
          ) : (
            <FormAlert error={turnOn.error} />
          )}
          {here ? (
            <Group>
              <Button
                variant="light"
                loading={test.isPending}
                onClick={() =>
                  test.mutate(here.id, { onSuccess: () => toast(t("push.tested")), onError: toastError })
                }
              >
                {t("push.test")}
              </Button>
              <Button
                variant="light"
                leftSection={<IconBellOff size={18} aria-hidden />}
                loading={turnOff.isPending}
                onClick={() =>
                  turnOff.mutate(here, { onSuccess: () => toast(t("push.turnedOff")), onError: toastError })
                }
              >
                {t("push.turnOff")}
              </Button>
            </Group>
          ) : (
            <Button
              leftSection={<IconBell size={18} aria-hidden />}
              loading={turnOn.isPending || devices.isPending}
              onClick={() => turnOn.mutate(showNames, { onSuccess: () => toast(t("push.turnedOn")) })}
            >
              {t("push.turnOn")}
            </Button>
          )}
        </Stack>
      )}
    </Card>
  );
}
