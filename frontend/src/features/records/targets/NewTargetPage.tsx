import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router";
import { v7 as uuid } from "uuid";
import type { NewRecord } from "@/shared/api/types";
import { useDog } from "@/shared/lib/dogContext";
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
  const [{ id, start }] = useState(() => ({ id: uuid(), start: emptyFields("target") }));
  const [fields, setFields] = useState<NewRecord>(start);
  const { guard, release } = useUnsavedGuard(fields !== start);

  const save = (target: NewRecord) =>
    create.mutate(
      { id, fields: target },
      {
        onSuccess: () => {
          release();
          toast(t("targets.saved"));
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
        onChange={setFields}
        onSubmit={save}
        error={create.error}
        busy={create.isPending}
        submitLabel={t("targets.save")}
      />
    </Page>
  );
}
