// Plans an appointment, of one dog or the same of several.
import { Button, Group, Modal, MultiSelect, NativeSelect, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Dog } from "@/shared/api/types";
import { useLabels } from "@/shared/lib/useLabels";
import { FormAlert } from "@/shared/ui/FormAlert";
import { toastError, toastUndo } from "@/shared/ui/toasts";
import { usePlan } from "./calendar.queries";
import { asRecord, type Draft, emptyDraft, kinds, type Repeat, repeats } from "./newAppointment";

interface NewAppointmentDialogProps {
  dogs: Dog[];
  /** When, as an instant; empty: soon. */
  at: string;
  onClose: () => void;
}

export function NewAppointmentDialog({ dogs, at, onClose }: NewAppointmentDialogProps) {
  const { t } = useTranslation();
  const { choice } = useLabels();
  const plan = usePlan();
  const [draft, setDraft] = useState(() =>
    emptyDraft(
      at,
      dogs.slice(0, 1).map(({ id }) => id),
    ),
  );
  const [tried, setTried] = useState(false);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const problems = {
    dogs: draft.dogIds.length === 0 && t("calendar.noDogs"),
    title: draft.title.trim() === "" && t("rules.required"),
    starts: draft.starts === "" && t("rules.required"),
    ends: draft.ends !== "" && draft.ends <= draft.starts && t("calendar.endsBefore"),
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.values(problems).some(Boolean)) return;
    plan.mutate(
      { dogIds: draft.dogIds, fields: asRecord(draft) },
      {
        onSuccess: (takeBack) => {
          toastUndo(t("calendar.planned"), () => void takeBack().catch(toastError));
          onClose();
        },
      },
    );
  };
  const repeatLabels: Record<Repeat, string> = {
    never: t("calendar.repeatNever"),
    daily: t("calendar.repeatDaily"),
    weekly: t("calendar.repeatWeekly"),
    biweekly: t("calendar.repeatBiweekly"),
    monthly: t("calendar.repeatMonthly"),
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("calendar.newTitle")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          <FormAlert error={plan.error} fields={[]} />
          {dogs.length > 1 && (
            <MultiSelect
              label={t("calendar.dogs")}
              data={dogs.map(({ id, name }) => ({ value: id, label: name }))}
              value={draft.dogIds}
              onChange={(dogIds) => change({ dogIds })}
              error={tried && problems.dogs}
            />
          )}
          <TextInput
            label={t("calendar.what")}
            required
            maxLength={200}
            data-autofocus
            value={draft.title}
            onChange={(event) => change({ title: event.currentTarget.value })}
            error={tried && problems.title}
          />
          <NativeSelect
            label={t("calendar.kind")}
            value={draft.kind}
            onChange={(event) => change({ kind: event.currentTarget.value as Draft["kind"] })}
            data={kinds.map((kind) => ({ value: kind, label: choice(kind) }))}
          />
          <TextInput
            type="datetime-local"
            label={t("calendar.starts")}
            required
            value={draft.starts}
            onChange={(event) => change({ starts: event.currentTarget.value })}
            error={tried && problems.starts}
          />
          <TextInput
            type="datetime-local"
            label={t("calendar.endsAt")}
            value={draft.ends}
            onChange={(event) => change({ ends: event.currentTarget.value })}
            error={tried && problems.ends}
          />
          <TextInput
            label={t("calendar.place")}
            maxLength={200}
            value={draft.place}
            onChange={(event) => change({ place: event.currentTarget.value })}
          />
          <NativeSelect
            label={t("calendar.repeat")}
            value={draft.repeat}
            onChange={(event) => change({ repeat: event.currentTarget.value as Repeat })}
            data={(Object.keys(repeats) as Repeat[]).map((value) => ({ value, label: repeatLabels[value] }))}
          />
          {draft.repeat !== "never" && (
            <TextInput
              type="date"
              label={t("calendar.until")}
              description={t("calendar.untilHint")}
              min={draft.starts.slice(0, 10)}
              value={draft.until}
              onChange={(event) => change({ until: event.currentTarget.value })}
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("common.cancel")}
            </Button>
            <Button type="submit" loading={plan.isPending}>
              {t("calendar.save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
