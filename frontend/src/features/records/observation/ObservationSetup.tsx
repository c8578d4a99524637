// What is watched for, by which method, and for how long.
import { Alert, Button, Card, Checkbox, Group, NumberInput, Stack, Text } from "@mantine/core";
import { IconEye } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useDog } from "@/shared/lib/dogContext";
import { recordTypeInfo } from "@/shared/lib/recordTypes";
import { useLabels } from "@/shared/lib/useLabels";
import { Page } from "@/shared/ui/Page";
import { ChoiceField } from "../forms/ChoiceField";
import { chooseCues, cuePreferences } from "./cuePreferences";
import { canVibrate } from "./useCues";
import type { ObservationDraftState } from "./useObservationDraft";
import { WatchedBehaviors } from "./WatchedBehaviors";
import type { Method } from "./watching";

const methods = (recordTypeInfo.observation.fields.method?.enum ?? []) as Method[];
const usualInterval = 15;
const usualMinutes = 10;

export function ObservationSetup({ observation }: { observation: ObservationDraftState }) {
  const { t } = useTranslation();
  const { choice, fieldOf } = useLabels();
  const dog = useDog();
  const [cues, setCues] = useState(cuePreferences);
  const [missing, setMissing] = useState(false);
  const { draft, setFields, plan, watch, write } = observation;
  const { fields, plannedSeconds } = draft;
  const inIntervals = fields.method !== "continuous";

  const choose = (method: string) => {
    if (!method) return;
    const intervals = method !== "continuous";
    setFields({
      ...fields,
      method: method as Method,
      intervalSeconds: intervals ? (fields.intervalSeconds ?? usualInterval) : undefined,
    });
    if (intervals && plannedSeconds === undefined) plan(usualMinutes * 60);
  };
  const cue = (changed: Partial<typeof cues>) => {
    const next = { ...cues, ...changed };
    chooseCues(next);
    setCues(next);
  };
  const begin = () => {
    const wanting =
      fields.behaviors.length === 0 ||
      (inIntervals && (!fields.intervalSeconds || (plannedSeconds ?? 0) < fields.intervalSeconds));
    setMissing(wanting);
    if (!wanting) watch();
  };
  return (
    <Page
      title={t("observe.title", { name: dog.name })}
      subtitle={t("observe.text")}
      back={`/dogs/${dog.id}/log`}
    >
      <Stack>
        {fields.pairedWith && (
          <Alert color="blue" variant="light" title={t("observe.pairedTitle")}>
            {t("observe.pairedText")}
          </Alert>
        )}
        <Card>
          <WatchedBehaviors
            value={fields.behaviors}
            onChange={(behaviors) => setFields({ ...fields, behaviors })}
            error={missing && fields.behaviors.length === 0 ? t("rules.required") : undefined}
          />
        </Card>
        <Card>
          <Stack>
            <ChoiceField
              label={fieldOf("observation", "method")}
              description={t(`observe.about.${fields.method}`)}
              error={undefined}
              withAsterisk={false}
              value={fields.method}
              options={methods.map((value) => ({ value, label: choice(value) }))}
              onChange={choose}
            />
            <Group grow align="flex-start">
              {inIntervals && (
                <NumberInput
                  label={t("observe.intervalLength")}
                  suffix={` ${t("units.seconds")}`}
                  min={1}
                  max={3600}
                  value={fields.intervalSeconds ?? ""}
                  onChange={(seconds) =>
                    setFields({
                      ...fields,
                      intervalSeconds: typeof seconds === "number" ? seconds : undefined,
                    })
                  }
                  error={missing && !fields.intervalSeconds && t("rules.required")}
                />
              )}
              <NumberInput
                label={inIntervals ? t("observe.minutes") : t("observe.minutesOptional")}
                suffix={` ${t("units.minutes")}`}
                min={1}
                max={1440}
                value={plannedSeconds === undefined ? "" : plannedSeconds / 60}
                onChange={(minutes) =>
                  plan(typeof minutes === "number" && minutes > 0 ? minutes * 60 : undefined)
                }
                error={
                  missing &&
                  inIntervals &&
                  (plannedSeconds ?? 0) < (fields.intervalSeconds ?? 0) &&
                  t("observe.tooShort")
                }
              />
            </Group>
            <div>
              {canVibrate() && (
                <Checkbox
                  label={t("observe.vibration")}
                  checked={cues.vibration}
                  onChange={(event) => cue({ vibration: event.currentTarget.checked })}
                  styles={{ body: { minHeight: "2.75rem", alignItems: "center" } }}
                />
              )}
              <Checkbox
                label={t("observe.sound")}
                checked={cues.sound}
                onChange={(event) => cue({ sound: event.currentTarget.checked })}
                styles={{ body: { minHeight: "2.75rem", alignItems: "center" } }}
              />
            </div>
            <Checkbox
              label={t("observe.blind")}
              description={t("observe.blindHint")}
              checked={fields.blind === true}
              onChange={(event) => setFields({ ...fields, blind: event.currentTarget.checked })}
            />
          </Stack>
        </Card>
        <Button size="xl" leftSection={<IconEye aria-hidden />} onClick={begin}>
          {t("observe.start")}
        </Button>
        <Button variant="subtle" onClick={write}>
          {t("observe.write")}
        </Button>
        <Text size="sm" c="dimmed" ta="center">
          {t("observe.note")}
        </Text>
      </Stack>
    </Page>
  );
}
