// Quick log of anything but sessions and observations, which have pages of their own. Kept on the device until it is saved.
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Navigate, useNavigate, useParams, useSearchParams } from "react-router";
import { v7 as uuid } from "uuid";
import type { NewRecord, RecordType } from "@/shared/api/types";
import { useDog } from "@/shared/lib/dogContext";
import { isLogged, recordTypeInfo, recordTypes } from "@/shared/lib/recordTypes";
import { forgetDrafts } from "@/shared/lib/storage";
import { useDraft } from "@/shared/lib/useDraft";
import { useLabels } from "@/shared/lib/useLabels";
import { Page } from "@/shared/ui/Page";
import { RecordForm } from "../forms/RecordForm";
import { emptyFields } from "../recordFields";
import { useCreateForDogs } from "../records.queries";
import { mayConcernSeveral, OtherDogs } from "./OtherDogs";
import { useSayLogged } from "./useSayLogged";

/** Recorded while they happen. */
const watched: RecordType[] = ["session", "observation"];

export function LogRecordPage() {
  const { type = "" } = useParams();
  const known = recordTypes.find((one) => one === type && !watched.includes(one) && isLogged(one));
  return known ? <LogRecord key={known} type={known} /> : <Navigate to=".." replace />;
}

interface Draft {
  /** The record's id: saving twice makes one record. */
  id: string;
  fields: NewRecord;
  /** The dogs that the same is written for, with the id of the record that each gets. */
  others?: Record<string, string>;
}

/** What the address says of the new record, such as which medication was given. */
function given(type: RecordType, params: URLSearchParams): Record<string, string> {
  const { fields } = recordTypeInfo[type];
  return Object.fromEntries([...params].filter(([name]) => fields[name]?.type === "string"));
}

function LogRecord({ type }: { type: RecordType }) {
  const { t } = useTranslation();
  const dog = useDog();
  const navigate = useNavigate();
  const labels = useLabels();
  const create = useCreateForDogs();
  const sayLogged = useSayLogged();
  const [params] = useSearchParams();
  const start = () => ({ id: uuid(), fields: { ...emptyFields(type), ...given(type, params) }, others: {} });
  // What is begun for one medication is no draft for another.
  const draft = useDraft<Draft>([dog.id, type, params.toString()].filter(Boolean).join("."), start);
  const { id, fields, others = {} } = draft.value;

  const save = (cleaned: NewRecord) => {
    const entries = [
      { dogId: dog.id, id, fields: cleaned },
      ...Object.entries(others).map(([dogId, its]) => ({ dogId, id: its, fields: cleaned })),
    ];
    create.mutate(entries, {
      onSuccess: ({ synced }) => {
        draft.discard();
        forgetDrafts(`${dog.id}.${type}`);
        const said = synced
          ? entries.length > 1
            ? t("log.savedForDogs", { count: entries.length })
            : t("log.saved")
          : t("sync.savedHere");
        sayLogged(said, entries);
        navigate(`/dogs/${dog.id}`);
      },
    });
  };
  return (
    <Page
      title={labels.label("log.new", type, t("log.newOf", { type: labels.type(type) }))}
      subtitle={draft.restored ? t("log.restored") : dog.name}
      back={`/dogs/${dog.id}/log`}
      actions={
        draft.restored && (
          <Button variant="subtle" onClick={() => draft.update(start)}>
            {t("log.startOver")}
          </Button>
        )
      }
    >
      <RecordForm
        value={fields}
        onChange={(changed) => draft.update((before) => ({ ...before, fields: changed }))}
        onSubmit={save}
        error={create.error}
        busy={create.isPending}
        submitLabel={t("common.save")}
        more={
          mayConcernSeveral(type) && (
            <OtherDogs
              type={type}
              value={others}
              onChange={(chosen) => draft.update((before) => ({ ...before, others: chosen }))}
            />
          )
        }
      />
    </Page>
  );
}
