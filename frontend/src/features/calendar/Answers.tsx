// Who comes, and whether the reader does. Whoever sees an appointment may answer it.
import { Button, Checkbox, Group, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/features/accounts/accounts.queries";
import { useOneTap } from "@/features/records/agenda.queries";
import { answersTo } from "@/shared/agenda/answers";
import type { Occurrence } from "@/shared/agenda/occurrences";
import type { DogRecord, Rsvp } from "@/shared/api/types";
import { toRfc3339 } from "@/shared/lib/time";

const choices = [
  ["yes", "calendar.answerYes", "calendar.whoYes"],
  ["maybe", "calendar.answerMaybe", "calendar.whoMaybe"],
  ["no", "calendar.answerNo", "calendar.whoNo"],
] as const;

export function Answers({ occurrence, records }: { occurrence: Occurrence; records: DogRecord[] }) {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const { appointment, day } = occurrence;
  const tap = useOneTap(appointment.dogId);
  const [all, setAll] = useState(false);
  const answers = answersTo(occurrence, records);
  const mine = answers.find(({ author }) => author.id === me?.id)?.answer;
  const say = (answer: Rsvp["answer"]) =>
    tap.write(
      {
        type: "rsvp",
        occurredAt: toRfc3339(new Date()),
        audience: appointment.audience,
        appointmentId: appointment.id,
        answer,
        ...(appointment.recurrence && !all && { occurrence: day }),
      },
      t("calendar.answered"),
    );
  return (
    <Stack component="section" gap="xs" aria-label={t("calendar.who")}>
      {answers.length === 0 && <Text c="dimmed">{t("calendar.noAnswers")}</Text>}
      {answers.map((one) => {
        const [, , words] = choices.find(([answer]) => answer === one.answer) ?? choices[0];
        return <Text key={one.id}>{t(words, { name: one.author.name })}</Text>;
      })}
      {!appointment.canceled && (
        <Group gap="xs" role="group" aria-label={t("calendar.comeQuestion")}>
          <Text fw={600}>{t("calendar.comeQuestion")}</Text>
          {choices.map(([answer, label]) => (
            <Button
              key={answer}
              px="sm"
              variant={mine === answer ? "filled" : "default"}
              aria-pressed={mine === answer}
              disabled={tap.isPending}
              onClick={() => say(answer)}
            >
              {t(label)}
            </Button>
          ))}
        </Group>
      )}
      {appointment.recurrence && !appointment.canceled && (
        <Checkbox
          label={t("calendar.answerAll")}
          checked={all}
          onChange={(event) => setAll(event.currentTarget.checked)}
        />
      )}
    </Stack>
  );
}
