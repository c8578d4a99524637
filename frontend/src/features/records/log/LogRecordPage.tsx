// Quick log of anything but a session. Kept on the device until it is saved.
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Navigate, useNavigate, useParams } from "react-router";
import { v7 as uuid } from "uuid";
import type { NewRecord, RecordType } from "@/shared/api/types";
import { useDog } from "@/shared/lib/dogContext";
import { isLogged, recordTypes } from "@/shared/lib/recordTypes";
import { forgetDrafts } from "@/shared/lib/storage";
import { useDraft } from "@/shared/lib/useDraft";
import { useLabels } from "@/shared/lib/useLabels";
import { Page } from "@/shared/ui/Page";
import { toast } from "@/shared/ui/toasts";
import { RecordForm } from "../forms/RecordForm";
import { emptyFields } from "../recordFields";
import { useCreateRecord } from "../records.queries";

export function LogRecordPage() {
  const { type = "" } = useParams();
  const known = recordTypes.find((one) => one === type && one !== "session" && isLogged(one));
  return known ? <LogRecord key={known} type={known} /> : <Navigate to=".." replace />;
}

function LogRecord({ type }: { type: RecordType }) {
  const { t } = useTranslation();
  const dog = useDog();
  const navigate = useNavigate();
  const labels = useLabels();
  const create = useCreateRecord(dog.id);
  const draft = useDraft<{ id: string; fields: NewRecord }>(`${dog.id}.${type}`, () => ({
    id: uuid(),
    fields: emptyFields(type),
  }));

  const save = (fields: NewRecord) =>
    create.mutate(
      { id: draft.value.id, fields },
      {
        onSuccess: ({ synced }) => {
          draft.discard();
          forgetDrafts(`${dog.id}.${type}`);
          toast(t(synced ? "log.saved" : "sync.savedHere"));
          navigate(`/dogs/${dog.id}`);
        },
      },
    );
  const startOver = () => draft.update(() => ({ id: uuid(), fields: emptyFields(type) }));
  return (
    <Page
      title={labels.label("log.new", type, t("log.newOf", { type: labels.type(type) }))}
      subtitle={draft.restored ? t("log.restored") : dog.name}
      back={`/dogs/${dog.id}/log`}
      actions={
        draft.restored && (
          <Button variant="subtle" onClick={startOver}>
            {t("log.startOver")}
          </Button>
        )
      }
    >
      <RecordForm
        value={draft.value.fields}
        onChange={(fields) => draft.update((before) => ({ ...before, fields }))}
        onSubmit={save}
        error={create.error}
        busy={create.isPending}
        submitLabel={t("common.save")}
      />
    </Page>
  );
}
