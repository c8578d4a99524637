// The last look at what was watched, or writing it down afterwards.
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { NewRecord } from "@/shared/api/types";
import { useDog } from "@/shared/lib/dogContext";
import { useLabels } from "@/shared/lib/useLabels";
import { Page } from "@/shared/ui/Page";
import { RecordForm } from "../forms/RecordForm";
import { useSayLogged } from "../log/useSayLogged";
import { useCreateRecord } from "../records.queries";
import type { ObservationDraftState } from "./useObservationDraft";

export function FinishObservation({ observation }: { observation: ObservationDraftState }) {
  const { t } = useTranslation();
  const labels = useLabels();
  const dog = useDog();
  const navigate = useNavigate();
  const create = useCreateRecord(dog.id);
  const sayLogged = useSayLogged();
  const { draft, discard, startOver, prepare, setFields } = observation;
  const watched = draft.startedAt !== undefined;

  const save = (fields: NewRecord) =>
    create.mutate(
      { id: draft.id, fields },
      {
        onSuccess: ({ synced }) => {
          discard();
          sayLogged(t(synced ? "log.saved" : "sync.savedHere"), [{ dogId: dog.id, id: draft.id }]);
          navigate(`/dogs/${dog.id}`);
        },
      },
    );
  return (
    <Page
      title={labels.label("log.new", "observation", t("log.newOf", { type: labels.type("observation") }))}
      subtitle={watched ? t("observe.finishText") : dog.name}
      back={`/dogs/${dog.id}/log`}
      actions={
        <Button variant="subtle" onClick={watched ? startOver : prepare}>
          {t(watched ? "log.startOver" : "observe.toSetup")}
        </Button>
      }
    >
      <RecordForm
        value={draft.fields}
        onChange={(fields) => fields.type === "observation" && setFields(fields)}
        onSubmit={save}
        error={create.error}
        busy={create.isPending}
        submitLabel={t("common.save")}
      />
    </Page>
  );
}
