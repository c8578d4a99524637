// Import of a CSV file in three steps: the file, what its columns mean, and applying it; or of what is no table.
import { Alert, Anchor, Stack } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { isStatus } from "@/shared/api/problem";
import type { ColumnMapping as Columns, ImportReport, ImportRequest } from "@/shared/api/types";
import { useDog } from "@/shared/lib/dogContext";
import { FormAlert } from "@/shared/ui/FormAlert";
import { Page } from "@/shared/ui/Page";
import { ApplyImport } from "./ApplyImport";
import { ChooseFile, type ChosenFile } from "./ChooseFile";
import { ColumnMapping } from "./ColumnMapping";
import { ImportErrors } from "./ImportErrors";
import { ImportOther } from "./ImportOther";
import { useImport } from "./import.queries";

export function ImportPage() {
  const { t } = useTranslation();
  const dog = useDog();
  const check = useImport(dog.id);
  const apply = useImport(dog.id);
  const [file, setFile] = useState<ChosenFile>();
  const [mapping, setMapping] = useState<Columns>();
  const [other, setOther] = useState<ImportReport>();
  // A refused apply carries the same report as a dry run.
  const refused = isStatus(apply.error, 422) ? apply.error.problem.report : undefined;
  const report = refused ?? check.data;

  const request = (chosen: ChosenFile, columns: Columns | undefined, dryRun: boolean): ImportRequest => ({
    type: chosen.type,
    csv: chosen.csv,
    timeZone: chosen.timeZone,
    ...(chosen.dateOrder && { dateOrder: chosen.dateOrder }),
    ...(chosen.targetId && { defaults: { targetId: chosen.targetId } }),
    ...(columns && { mapping: columns }),
    dryRun,
  });
  const tryOut = (chosen: ChosenFile, columns?: Columns) => {
    apply.reset();
    check.mutate(request(chosen, columns, true), { onSuccess: (found) => setMapping(found.mapping) });
  };
  const choose = (chosen: ChosenFile) => {
    setFile(chosen);
    setMapping(undefined);
    tryOut(chosen);
  };

  const done = apply.data ?? other;
  if (done) {
    return (
      <Page title={t("import.title")} back={`/dogs/${dog.id}`}>
        <Alert
          color="green"
          variant="light"
          role="status"
          icon={<IconCircleCheck aria-hidden />}
          title={t("import.done", { count: done.created })}
        >
          {done.duplicates > 0 && <p>{t("import.duplicatesSkipped", { count: done.duplicates })}</p>}
          <Anchor component={Link} to={`/dogs/${dog.id}`}>
            {t("import.toTimeline")}
          </Anchor>
        </Alert>
      </Page>
    );
  }
  return (
    <Page title={t("import.title")} subtitle={t("import.subtitle")} back={`/dogs/${dog.id}/profile`} wide>
      <Stack>
        <ChooseFile onChoose={choose} busy={check.isPending} />
        <FormAlert error={check.error ?? (refused ? null : apply.error)} />
        {!file && <ImportOther onDone={setOther} />}
        {file && report && mapping && (
          <>
            <ColumnMapping
              type={file.type}
              report={report}
              mapping={mapping}
              busy={check.isPending}
              onChange={(columns) => {
                setMapping(columns);
                tryOut(file, columns);
              }}
            />
            <ImportErrors report={report} />
            <ApplyImport
              report={report}
              busy={check.isPending}
              applying={apply.isPending}
              onApply={() => apply.mutate(request(file, mapping, false))}
            />
          </>
        )}
      </Stack>
    </Page>
  );
}
