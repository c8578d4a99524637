// One alert, big enough to be read at arm's length, and where it is asked for, a tap that says "I have read it".
import { Button, Group, Paper, Text } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconInfoCircle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { v7 as uuid } from "uuid";
import { useCreateRecord } from "@/features/records/records.queries";
import { acknowledgmentOf, asksFor } from "@/shared/agenda/alerts";
import type { Alert } from "@/shared/api/types";
import { formatDay } from "@/shared/lib/time";
import { useLabels } from "@/shared/lib/useLabels";
import { toast, toastError } from "@/shared/ui/toasts";
import classes from "./SafetyCard.module.css";

interface SafetyAlertProps {
  alert: Alert;
  /** Who has confirmed having read it. */
  readBy: { id: string; name: string }[];
  me: string | undefined;
}

export function SafetyAlert({ alert, readBy, me }: SafetyAlertProps) {
  const { t } = useTranslation();
  const { choice } = useLabels();
  const acknowledge = useCreateRecord(alert.dogId);
  const mine = readBy.some(({ id }) => id === me);
  const asked = me !== undefined && asksFor(alert, me) && !mine;
  const Icon = alert.severity === "info" ? IconInfoCircle : IconAlertTriangle;
  const confirm = () =>
    acknowledge.mutate(
      {
        id: uuid(),
        fields: acknowledgmentOf(alert),
      },
      { onSuccess: () => toast(t("safety.acknowledged")), onError: toastError },
    );
  return (
    <Paper component="li" className={classes.alert} data-severity={alert.severity} p="sm" radius="md">
      <Group wrap="nowrap" align="flex-start" gap="sm">
        <Icon size={30} aria-hidden className={classes.icon} />
        <div className={classes.body}>
          <Text size="sm" fw={700} tt="uppercase">
            {choice(alert.severity)}
          </Text>
          <Text
            component={Link}
            to={`/dogs/${alert.dogId}/records/${alert.id}`}
            fz="1.25rem"
            fw={700}
            lh={1.25}
            className={classes.text}
          >
            {alert.instruction}
          </Text>
          <Text size="sm" mt={2}>
            {[
              alert.expiresAt && t("safety.until", { day: formatDay(new Date(alert.expiresAt)) }),
              alert.acknowledgmentRequired &&
                readBy.length > 0 &&
                t("safety.readBy", { names: readBy.map(({ name }) => name).join(", ") }),
            ]
              .filter(Boolean)
              .join(" · ")}
          </Text>
        </div>
      </Group>
      {asked && (
        <Button
          mt="xs"
          size="md"
          fullWidth
          loading={acknowledge.isPending}
          onClick={confirm}
          leftSection={<IconCheck size={20} aria-hidden />}
        >
          {t("safety.acknowledge")}
        </Button>
      )}
    </Paper>
  );
}
