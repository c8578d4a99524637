// Import of what is no table: a file that this app exported, or one of BORIS. It is tried out as soon as it is chosen.
import { Button, Card, FileInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldErrors, isStatus } from "@/shared/api/problem";
import type { ImportReport } from "@/shared/api/types";
import { useDog } from "@/shared/lib/dogContext";
import { toRfc3339 } from "@/shared/lib/time";
import { FormAlert } from "@/shared/ui/FormAlert";
import { ApplyImport } from "./ApplyImport";
import { ImportErrors } from "./ImportErrors";
import { useImportOther } from "./import.queries";
import { type OtherFile, recognized } from "./readOtherFile";
import { readText } from "./readText";

export function ImportOther({ onDone }: { onDone: (report: ImportReport) => void }) {
  const { t } = useTranslation();
  const dog = useDog();
  const check = useImportOther(dog.id);
  const apply = useImportOther(dog.id);
  const [chosen, setChosen] = useState<OtherFile>();
  const [subject, setSubject] = useState("");
  const [error, setError] = useState<string>();
  const refused = isStatus(apply.error, 422) ? apply.error.problem.report : undefined;
  const report = refused ?? check.data;
  const timeZone = toRfc3339(new Date()).slice(-6);

  const choose = async (file: File | null) => {
    check.reset();
    apply.reset();
    setChosen(undefined);
    setError(undefined);
    if (!file) return;
    if (/\.zip$/i.test(file.name)) return setError(t("import.zipped"));
    const read = await readText(file);
    if ("wrong" in read) return setError(t(`import.${read.wrong}`));
    const found = recognized(read.text);
    setChosen(found);
    check.mutate({ file: found, subject, timeZone, dryRun: true });
  };
  return (
    <Card component="section" aria-labelledby="import-other">
      <Title order={2} fz="lg" mb="xs" id="import-other">
        {t("import.other")}
      </Title>
      <Stack>
        <Text size="sm" c="dimmed">
          {t("import.otherText")}
        </Text>
        <FileInput
          label={t("import.otherFile")}
          placeholder={t("import.filePlaceholder")}
          accept=".json,.boris,.tsv,.csv"
          leftSection={<IconFileImport size={20} aria-hidden />}
          styles={{ input: { minHeight: "2.75rem" } }}
          onChange={(file) => void choose(file)}
          error={error}
          clearable
          clearButtonProps={{ "aria-label": t("import.clear") }}
        />
        {chosen?.kind === "boris" && (
          <TextInput
            label={t("import.subject")}
            description={t("import.subjectHint")}
            value={subject}
            onChange={(event) => setSubject(event.currentTarget.value)}
            error={fieldErrors(check.error).subject}
            rightSectionWidth="6rem"
            rightSection={
              <Button
                variant="subtle"
                size="compact-md"
                onClick={() => check.mutate({ file: chosen, subject, timeZone, dryRun: true })}
              >
                {t("import.checkAgain")}
              </Button>
            }
          />
        )}
        <FormAlert error={check.error ?? (refused ? null : apply.error)} fields={["subject"]} />
        {chosen && report && (
          <>
            <ImportErrors report={report} />
            <ApplyImport
              report={report}
              busy={check.isPending}
              applying={apply.isPending}
              onApply={() =>
                apply.mutate({ file: chosen, subject, timeZone, dryRun: false }, { onSuccess: onDone })
              }
            />
          </>
        )}
      </Stack>
    </Card>
  );
}
