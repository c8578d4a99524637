// The last look at a counted session before it is saved.
import { Button, Card, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { NewRecord, Target } from "@/shared/api/types";
import { useDog } from "@/shared/lib/dogContext";
import { toRfc3339 } from "@/shared/lib/time";
import { Page } from "@/shared/ui/Page";
import { RecordForm } from "../forms/RecordForm";
import { useCreateRecord } from "../records.queries";
import { BlockSummary } from "../session/BlockSummary";
import { useSayLogged } from "./useSayLogged";
import type { SessionDraftState } from "./useSessionDraft";

interface FinishSessionProps {
  session: SessionDraftState;
  targets: Target[];
  onBack: () => void;
}

export function FinishSession({ session, targets, onBack }: FinishSessionProps) {
  const { t } = useTranslation();
  const dog = useDog();
  const navigate = useNavigate();
  const create = useCreateRecord(dog.id);
  const sayLogged = useSayLogged();
  const [endedAt] = useState(() => toRfc3339(new Date()));
  const { draft, discard } = session;
  const used = draft.fields.blocks.filter(({ trials }) => trials.length > 0);

  const save = (fields: NewRecord) => {
    if (fields.type !== "session") return;
    const record = { ...fields, blocks: used, ...(draft.timed ? { endedAt } : {}) };
    create.mutate(
      { id: draft.id, fields: record },
      {
        onSuccess: ({ synced }) => {
          discard();
          sayLogged(t(synced ? "session.saved" : "sync.savedHere"), [{ dogId: dog.id, id: draft.id }]);
          navigate(`/dogs/${dog.id}`);
        },
      },
    );
  };
  return (
    <Page title={t("session.finishTitle")} subtitle={t("session.finishText")}>
      <Card mb="md">
        <Title order={2} fz="lg" mb="sm">
          {t("session.result")}
        </Title>
        <BlockSummary blocks={used} targets={targets} detailed />
        <Button variant="light" mt="md" onClick={onBack}>
          {t("session.goOn")}
        </Button>
      </Card>
      <RecordForm
        value={draft.fields}
        onChange={(fields) => fields.type === "session" && session.setFields(fields)}
        onSubmit={save}
        error={create.error}
        busy={create.isPending}
        submitLabel={t("session.save")}
        sessionBlocks={false}
      />
    </Page>
  );
}
