// Cards that lead to logging a record of a type.
import { Card, Group, SimpleGrid, Text } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { RecordType } from "@/shared/api/types";
import { useDog } from "@/shared/lib/dogContext";
import { recordTypeInfo } from "@/shared/lib/recordTypes";
import { useLabels } from "@/shared/lib/useLabels";
import { RecordIcon } from "../recordKinds";
import classes from "./LogPage.module.css";
import { useDrafts } from "./useDrafts";

export function LogChoices({ types }: { types: RecordType[] }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const dog = useDog();
  const drafts = useDrafts(dog.id);
  const id = useId();
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      {types.map((type) => (
        <Card key={type} className={classes.choice}>
          <Group wrap="nowrap">
            <RecordIcon type={type} size={52} />
            <div style={{ flex: 1 }}>
              <Text
                component={Link}
                to={`/dogs/${dog.id}/log/${type}`}
                className={classes.whole}
                aria-describedby={`${id}-${type}`}
                fw={700}
                fz="lg"
              >
                {labels.type(type)}
              </Text>
              <Text size="sm" c="dimmed" id={`${id}-${type}`}>
                {drafts.has(type)
                  ? t("log.draftWaiting")
                  : labels.label("log.hint", type, recordTypeInfo[type].description)}
              </Text>
            </div>
            <IconChevronRight size={20} aria-hidden />
          </Group>
        </Card>
      ))}
    </SimpleGrid>
  );
}
