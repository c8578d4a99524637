// How it went: which steps, how long, how hard, and a word to it.
import { Button, Checkbox, Group, NativeSelect, NumberInput, Stack, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useOneTap } from "@/features/records/agenda.queries";
import type { Homework } from "@/shared/api/types";
import { allStepsDone } from "./homework.queries";

const levels = [1, 2, 3, 4, 5] as const;
const tall = { body: { minHeight: "2.75rem", alignItems: "center" } };

export function HomeworkForm({ homework, onDone }: { homework: Homework; onDone: () => void }) {
  const { t } = useTranslation();
  const tap = useOneTap(homework.dogId);
  const [done, setDone] = useState(() => homework.steps.map((_, index) => String(index)));
  const [minutes, setMinutes] = useState<number | string>("");
  const [difficulty, setDifficulty] = useState("");
  const [comment, setComment] = useState("");
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (done.length === 0) return;
    await tap.write(
      {
        ...allStepsDone(homework),
        done: done.map(Number).sort((a, b) => a - b),
        ...(typeof minutes === "number" && { minutes }),
        ...(difficulty && { difficulty: Number(difficulty) }),
        ...(comment.trim() && { comment: comment.trim() }),
      },
      t("homework.saved"),
    );
    onDone();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" mt="sm">
        <Checkbox.Group
          label={t("homework.whichSteps")}
          value={done}
          onChange={setDone}
          error={done.length === 0 && t("homework.noSteps")}
        >
          {homework.steps.map(({ description }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place
            <Checkbox key={index} value={String(index)} label={description} styles={tall} />
          ))}
        </Checkbox.Group>
        <Group grow align="flex-start">
          <NumberInput
            label={t("homework.minutes")}
            min={0}
            max={1440}
            clampBehavior="strict"
            inputMode="decimal"
            value={minutes}
            onChange={setMinutes}
          />
          <NativeSelect
            label={t("homework.difficulty")}
            value={difficulty}
            onChange={(event) => setDifficulty(event.currentTarget.value)}
            data={[
              { value: "", label: t("common.notStated") },
              ...levels.map((level) => ({ value: String(level), label: t(`homework.level${level}`) })),
            ]}
          />
        </Group>
        <Textarea
          label={t("homework.comment")}
          minRows={2}
          maxLength={2000}
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" loading={tap.isPending} disabled={done.length === 0}>
            {t("homework.markDone")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
