// What is being trained.
import { Badge, Button, Card, Group, Stack, Text } from "@mantine/core";
import { IconChevronRight, IconPlus, IconTargetArrow } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Target } from "@/shared/api/types";
import { canLog } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { Page } from "@/shared/ui/Page";
import { EmptyState, ErrorState, ListSkeleton } from "@/shared/ui/states";
import { RecordIcon } from "../recordKinds";
import { useTargets } from "../records.queries";
import { useStepText } from "../session/useStepText";
import classes from "../timeline/RecordCard.module.css";

export function TargetsPage() {
  const { t } = useTranslation();
  const dog = useDog();
  const targets = useTargets(dog.id);
  const add = canLog(dog, "target") && (
    <Button
      component={Link}
      to={`/dogs/${dog.id}/targets/new`}
      leftSection={<IconPlus size={18} aria-hidden />}
      variant={targets.data?.length ? "light" : "filled"}
    >
      {t("targets.add")}
    </Button>
  );
  return (
    <Page title={t("targets.title")} subtitle={dog.name} actions={targets.data?.length ? add : undefined}>
      {targets.isPending ? (
        <ListSkeleton rows={3} />
      ) : targets.isError ? (
        <ErrorState error={targets.error} retry={() => targets.refetch()} />
      ) : targets.data.length === 0 ? (
        <EmptyState
          icon={<IconTargetArrow size={36} />}
          title={t("targets.emptyTitle")}
          text={t("targets.emptyText")}
          action={add}
        />
      ) : (
        <Stack gap="xs" component="ul" m={0} p={0} style={{ listStyle: "none" }}>
          {targets.data.map((target) => (
            <li key={target.id}>
              <TargetCard target={target} />
            </li>
          ))}
        </Stack>
      )}
    </Page>
  );
}

function TargetCard({ target }: { target: Target }) {
  const { t } = useTranslation();
  const stepText = useStepText();
  return (
    <Card
      component={Link}
      to={`/dogs/${target.dogId}/records/${target.id}`}
      className={classes.card}
      c="inherit"
    >
      <Group wrap="nowrap">
        <RecordIcon type="target" size={44} />
        <div className={classes.body}>
          <Group gap="xs">
            <Text fw={700}>{target.name}</Text>
            {target.cue && (
              <Badge variant="light" tt="none">
                “{target.cue}”
              </Badge>
            )}
            {target.archived && (
              <Badge variant="light" color="gray" tt="none">
                {t("fields.archived")}
              </Badge>
            )}
          </Group>
          <Text size="sm" c="dimmed">
            {[t("target.stepCount", { count: target.steps.length }), stepText(target.steps[0])]
              .filter(Boolean)
              .join(" · ")}
          </Text>
        </div>
        <IconChevronRight size={20} aria-hidden />
      </Group>
    </Card>
  );
}
