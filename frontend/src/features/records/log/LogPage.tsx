// Quick log: one tap to what it is.
import { Card, Group, NativeSelect, SimpleGrid, Stack, Text } from "@mantine/core";
import { IconChevronRight, IconNotebookOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { useDogs } from "@/features/dogs/dogs.queries";
import type { RecordType } from "@/shared/api/types";
import { canLog } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { Page } from "@/shared/ui/Page";
import { EmptyState } from "@/shared/ui/states";
import { RecordIcon } from "../recordKinds";
import classes from "./LogPage.module.css";
import { useDrafts } from "./useDrafts";

const choices = ["session", "note", "abc-record", "weight"] as const satisfies readonly RecordType[];

export function LogPage() {
  const { t } = useTranslation();
  const dog = useDog();
  const navigate = useNavigate();
  const dogs = useDogs().data?.pages.flatMap((page) => page.items) ?? [];
  const drafts = useDrafts(dog.id);
  const allowed = choices.filter((type) => canLog(dog, type));
  return (
    <Page title={t("log.title", { name: dog.name })} back={`/dogs/${dog.id}`}>
      <Stack>
        {dogs.length > 1 && (
          <NativeSelect
            label={t("log.dog")}
            value={dog.id}
            onChange={(event) => navigate(`/dogs/${event.currentTarget.value}/log`, { replace: true })}
            data={dogs.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        {allowed.length === 0 && (
          <EmptyState
            icon={<IconNotebookOff size={36} />}
            title={t("log.nothingTitle")}
            text={t("log.nothingText", { name: dog.name })}
          />
        )}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {allowed.map((type) => (
            <Card
              key={type}
              component={Link}
              to={`/dogs/${dog.id}/log/${type}`}
              className={classes.choice}
              aria-label={t(`types.${type}`)}
            >
              <Group wrap="nowrap">
                <RecordIcon type={type} size={52} />
                <div style={{ flex: 1 }}>
                  <Text fw={700} fz="lg">
                    {t(`types.${type}`)}
                  </Text>
                  <Text size="sm" c="dimmed">
                    {drafts.has(type) ? t("log.draftWaiting") : t(`log.hint.${type}`)}
                  </Text>
                </div>
                <IconChevronRight size={20} aria-hidden />
              </Group>
            </Card>
          ))}
        </SimpleGrid>
      </Stack>
    </Page>
  );
}
