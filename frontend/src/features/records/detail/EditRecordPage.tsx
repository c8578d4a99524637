// A record being changed. If somebody was faster, both versions are shown and nothing is lost.
import { Button, Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { isStatus } from "@/shared/api/problem";
import type { DogRecord } from "@/shared/api/types";
import { useDog } from "@/shared/lib/dogContext";
import { fieldsOf } from "@/shared/lib/fieldsOf";
import { mergePatch } from "@/shared/lib/mergePatch";
import { forgetDrafts } from "@/shared/lib/storage";
import { useDraft } from "@/shared/lib/useDraft";
import { useWaitingOf } from "@/shared/replica/useReplica";
import { Page } from "@/shared/ui/Page";
import { ErrorState, ListSkeleton } from "@/shared/ui/states";
import { toast } from "@/shared/ui/toasts";
import { useUnsavedGuard } from "@/shared/ui/useUnsavedGuard";
import { RecordForm } from "../forms/RecordForm";
import { ResolveConflict } from "../outbox/ResolveConflict";
import { cleanFields } from "../recordFields";
import { useEditRecord, useRecord } from "../records.queries";

export function EditRecordPage() {
  const { t } = useTranslation();
  const dog = useDog();
  const { recordId = "" } = useParams();
  const record = useRecord(dog.id, recordId);
  return (
    <Page title={t("record.edit")} back={`/dogs/${dog.id}/records/${recordId}`}>
      {record.isPending ? (
        <ListSkeleton rows={2} height={160} />
      ) : record.isError ? (
        <ErrorState error={record.error} retry={() => record.refetch()} />
      ) : (
        <Editor key={record.data.id} opened={record.data} />
      )}
    </Page>
  );
}

function Editor({ opened }: { opened: DogRecord }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  // The version that the changes are made to; what arrives meanwhile does not slip under the person's hands.
  const draft = useDraft(`${opened.dogId}.edit.${opened.id}`, () => ({
    base: opened,
    fields: fieldsOf(opened),
  }));
  const { base, fields } = draft.value;
  const edit = useEditRecord(base.dogId);
  const entry = useWaitingOf(base.id);
  const clashed = isStatus(edit.error, 412);

  const discard = () => {
    draft.discard();
    forgetDrafts(`${base.dogId}.edit.${base.id}`);
  };
  const dirty = Object.keys(mergePatch(fieldsOf(base), fields)).length > 0;
  const { guard, release } = useUnsavedGuard(dirty, discard);

  const leave = () => {
    release();
    discard();
    navigate(`/dogs/${base.dogId}/records/${base.id}`);
  };
  const saved = (synced: boolean) => {
    toast(t(synced ? "common.saved" : "sync.savedHere"));
    leave();
  };
  return (
    <>
      {guard}
      {draft.restored && (
        <Group justify="space-between" mb="sm">
          <Text c="dimmed">{t("log.restored")}</Text>
          <Button
            variant="subtle"
            onClick={() => draft.update(() => ({ base: opened, fields: fieldsOf(opened) }))}
          >
            {t("log.startOver")}
          </Button>
        </Group>
      )}
      <RecordForm
        value={fields}
        onChange={(changed) => draft.update((before) => ({ ...before, fields: changed }))}
        onSubmit={(changed) =>
          edit.mutate(
            { seen: base, fields: cleanFields(changed) },
            { onSuccess: ({ synced }) => saved(synced) },
          )
        }
        error={clashed ? null : edit.error}
        busy={edit.isPending}
        submitLabel={t("common.save")}
      />
      {clashed && entry?.state === "conflict" && (
        <ResolveConflict entry={entry} onKept={() => saved(true)} onTaken={leave} onClose={edit.reset} />
      )}
    </>
  );
}
