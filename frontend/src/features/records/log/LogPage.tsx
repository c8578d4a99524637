// Quick log: one tap to what it is.
import { NativeSelect, Stack, Title } from "@mantine/core";
import { IconNotebookOff } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useDogs } from "@/features/dogs/dogs.queries";
import type { Section } from "@/shared/api/types";
import { loggableTypes, sectionOf } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { humanized, isWellKnown } from "@/shared/lib/recordTypes";
import { useLabels } from "@/shared/lib/useLabels";
import { Page } from "@/shared/ui/Page";
import { EmptyState } from "@/shared/ui/states";
import { LogChoices } from "./LogChoices";

export function LogPage() {
  const { t } = useTranslation();
  const { label } = useLabels();
  const dog = useDog();
  const navigate = useNavigate();
  const dogs = useDogs().data?.pages.flatMap((page) => page.items) ?? [];
  const allowed = loggableTypes(dog);
  const others = allowed.filter((type) => !isWellKnown(type));
  const sections = [...new Set(others.map(sectionOf))] satisfies Section[];
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
        <LogChoices types={allowed.filter(isWellKnown)} />
        {sections.map((section) => (
          <section key={section} aria-labelledby={`log-${section}`}>
            <Title order={2} size="h4" mb="xs" id={`log-${section}`}>
              {humanized(label("sections", section))}
            </Title>
            <LogChoices types={others.filter((type) => sectionOf(type) === section)} />
          </section>
        ))}
      </Stack>
    </Page>
  );
}
