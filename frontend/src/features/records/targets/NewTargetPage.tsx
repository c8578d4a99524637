import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import { v7 as uuid } from "uuid";
import type { NewRecord } from "@/shared/api/types";
import { useDog } from "@/shared/lib/dogContext";
import { useDraft } from "@/shared/lib/useDraft";
import { Page } from "@/shared/ui/Page";
import { toast } from "@/shared/ui/toasts";
import { useUnsavedGuard } from "@/shared/ui/useUnsavedGuard";
import { RecordForm } from "../forms/RecordForm";
import { emptyFields } from "../recordFields";
import { useCreateRecord } from "../records.queries";

export function NewTargetPage() {
  const { t } = useTranslation();
  const dog = useDog();
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const create = useCreateRecord(dog.id);
  const draft = useDraft(`${dog.id}.target`, () => ({
    id: uuid(),
    fields: emptyFields("target") as NewRecord,
    begun: false,
  }));
  const { id, fields, begun } = draft.value;
  const { guard, release } = useUnsavedGuard(begun, draft.discard);

  const save = (target: NewRecord) =>
    create.mutate(
      { id, fields: target },
      {
        onSuccess: ({ synced }) => {
          release();
          draft.discard();
          toast(t(synced ? "targets.saved" : "sync.savedHere"));
          const next = params.get("then") === "session" ? "log/session" : "targets";
          navigate(`/dogs/${dog.id}/${next}`);
        },
      },
    );
  return (
    <Page title={t("targets.newTitle")} subtitle={t("targets.newText")} back={`/dogs/${dog.id}/targets`}>
      {guard}
      <RecordForm
        value={fields}
        onChange={(changed) => draft.update((before) => ({ ...before, fields: changed, begun: true }))}
        onSubmit={save}
        error={create.error}
        busy={create.isPending}
        submitLabel={t("targets.save")}
      />
    </Page>
  );
}
