// A record being changed. If somebody was faster, both versions are shown and nothing is lost.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";
import { isStatus } from "@/shared/api/problem";
import type { DogRecord, NewRecord } from "@/shared/api/types";
import { useDog } from "@/shared/lib/dogContext";
import { mergePatch } from "@/shared/lib/mergePatch";
import { Page } from "@/shared/ui/Page";
import { ErrorState, ListSkeleton } from "@/shared/ui/states";
import { toast } from "@/shared/ui/toasts";
import { useUnsavedGuard } from "@/shared/ui/useUnsavedGuard";
import { RecordForm } from "../forms/RecordForm";
import { cleanFields, fieldsOf } from "../recordFields";
import { refreshRecords, usePatchRecord, useRecord } from "../records.queries";
import { ConflictDialog } from "./ConflictDialog";

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
  const queries = useQueryClient();
  // The version that the changes were made to; what arrives meanwhile does not slip under the person's hands.
  const [base] = useState(opened);
  const [fields, setFields] = useState(() => fieldsOf(base));
  const [conflict, setConflict] = useState<DogRecord>();
  const patch = usePatchRecord(base.dogId);
  const dirty = Object.keys(mergePatch(fieldsOf(base), fields)).length > 0;
  const { guard, release } = useUnsavedGuard(dirty);

  const leave = () => {
    release();
    navigate(`/dogs/${base.dogId}/records/${base.id}`);
  };
  const save = (from: DogRecord, changed: NewRecord) =>
    patch.mutate(
      { id: from.id, version: from.version, patch: mergePatch(fieldsOf(from), cleanFields(changed)) },
      {
        onSuccess: () => {
          toast(t("common.saved"));
          leave();
        },
        onError: (error) => {
          if (isStatus(error, 412) && error.problem.current) setConflict(error.problem.current as DogRecord);
          else setConflict(undefined);
        },
      },
    );
  const takeTheirs = () => {
    void refreshRecords(queries, base.dogId);
    leave();
  };
  return (
    <>
      {guard}
      <RecordForm
        value={fields}
        onChange={setFields}
        onSubmit={(changed) => save(base, changed)}
        error={isStatus(patch.error, 412) ? null : patch.error}
        busy={patch.isPending}
        submitLabel={t("common.save")}
      />
      {conflict && (
        <ConflictDialog
          mine={cleanFields(fields)}
          theirs={conflict}
          busy={patch.isPending}
          onKeep={(chosen) => {
            setFields(chosen);
            save(conflict, chosen);
          }}
          onTake={takeTheirs}
          onClose={() => setConflict(undefined)}
        />
      )}
    </>
  );
}
