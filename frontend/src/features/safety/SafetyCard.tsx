// On top of the dog's page: what whoever meets the dog must know before anything else. Read from the device, so that it
// is there without signal.
import { Button, Card, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { IconShieldCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useMe } from "@/features/accounts/accounts.queries";
import { canLog, canRead } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { SafetyAlert } from "./SafetyAlert";
import classes from "./SafetyCard.module.css";
import { SafetyFacts } from "./SafetyFacts";
import { isEmpty, useAcknowledgments, useSafety } from "./safety.queries";

export function SafetyCard() {
  const { t } = useTranslation();
  const dog = useDog();
  const { data: me } = useMe();
  const safety = useSafety(dog);
  const readBy = useAcknowledgments(dog);
  // Who may add to it will see it in any case: its place is kept, so that nothing jumps.
  if (!safety && canLog(dog, "alert")) return <Skeleton h="9.5rem" mb="md" radius="md" aria-hidden />;
  if (!safety || (!canRead(dog, "profile") && isEmpty(safety))) return null;
  if (isEmpty(safety)) return canLog(dog, "alert") ? <NothingYet dogId={dog.id} /> : null;
  return (
    <Card component="section" aria-labelledby="safety" mb="md">
      <Stack gap="sm">
        <Title order={2} fz="lg" id="safety">
          {t("safety.title")}
        </Title>
        {safety.alerts.length > 0 && (
          <ul className={classes.list}>
            {safety.alerts.map((alert) => (
              <SafetyAlert key={alert.id} alert={alert} readBy={readBy.get(alert.id) ?? []} me={me?.id} />
            ))}
          </ul>
        )}
        <SafetyFacts safety={safety} />
      </Stack>
    </Card>
  );
}

function NothingYet({ dogId }: { dogId: string }) {
  const { t } = useTranslation();
  const add = (path: string) => `/dogs/${dogId}/log/${path}`;
  return (
    <Card component="section" aria-labelledby="safety" mb="md" py="sm">
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <IconShieldCheck size={26} aria-hidden style={{ flexShrink: 0 }} />
        <div>
          <Title order={2} fz="md" id="safety">
            {t("safety.emptyTitle")}
          </Title>
          <Text size="sm" c="dimmed">
            {t("safety.emptyText")}
          </Text>
          <Group gap={6} mt="xs">
            <Button component={Link} to={add("alert")} variant="light" size="compact-md">
              {t("safety.addAlert")}
            </Button>
            <Button
              component={Link}
              to={add("care-instruction?topic=equipment")}
              variant="light"
              size="compact-md"
            >
              {t("safety.addEquipment")}
            </Button>
            <Button
              component={Link}
              to={add("care-instruction?topic=emergency")}
              variant="light"
              size="compact-md"
            >
              {t("safety.addContact")}
            </Button>
          </Group>
        </div>
      </Group>
    </Card>
  );
}
