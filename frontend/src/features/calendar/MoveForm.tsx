// Another time, typed: what dragging does, for the keyboard and for far away.
import { Button, Group, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Occurrence } from "@/shared/agenda/occurrences";
import { toLocalInput } from "@/shared/lib/time";
import type { Times } from "./moves";

interface MoveFormProps {
  occurrence: Occurrence;
  onMove: (to: Times) => void;
}

export function MoveForm({ occurrence: { start, end }, onMove }: MoveFormProps) {
  const { t } = useTranslation();
  const [begins, setBegins] = useState(toLocalInput(start));
  const at = new Date(begins);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (Number.isNaN(at.getTime()) || begins === toLocalInput(start)) return;
    onMove({
      start: at,
      ...(end && { end: new Date(at.getTime() + end.getTime() - start.getTime()) }),
    });
  };
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="xs">
        <TextInput
          flex={1}
          type="datetime-local"
          label={t("calendar.moveTo")}
          value={begins}
          onChange={(event) => setBegins(event.currentTarget.value)}
        />
        <Button type="submit" variant="light">
          {t("calendar.move")}
        </Button>
      </Group>
    </form>
  );
}
