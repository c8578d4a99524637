import { Button, Card, FileInput, NativeSelect, SimpleGrid, Stack, Title } from "@mantine/core";
import { IconFileTypeCsv } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useTargets } from "@/features/records/records.queries";
import type { ImportRequest } from "@/shared/api/types";
import { canLog, canRead } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { toRfc3339 } from "@/shared/lib/time";
import { type ImportType, importTypes } from "./importFields";
import { readText } from "./readText";

export interface ChosenFile {
  type: ImportType;
  csv: string;
  timeZone: string;
  dateOrder: ImportRequest["dateOrder"];
  /** The target of every row of a session log; undefined: a column says it. */
  targetId: string | undefined;
}

const orders = ["ymd", "dmy", "mdy"] as const;

export function ChooseFile({ onChoose, busy }: { onChoose: (file: ChosenFile) => void; busy: boolean }) {
  const { t } = useTranslation();
  const dog = useDog();
  const types = importTypes.filter((type) => canLog(dog, type));
  const [file, setFile] = useState<File | null>(null);
  const [type, setType] = useState<ImportType>(types[0] ?? "note");
  const targets = useTargets(dog.id, canRead(dog, "training"));
  const [targetId, setTargetId] = useState("");
  const [dateOrder, setDateOrder] = useState("");
  const [error, setError] = useState<string>();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!file) return setError(t("import.noFile"));
    const read = await readText(file);
    if ("wrong" in read) return setError(t(`import.${read.wrong}`));
    setError(undefined);
    onChoose({
      type,
      csv: read.text,
      timeZone: toRfc3339(new Date()).slice(-6),
      dateOrder: (dateOrder || undefined) as ChosenFile["dateOrder"],
      targetId: type === "session" ? targetId || undefined : undefined,
    });
  };
  return (
    <Card component="section" aria-labelledby="import-file">
      <Title order={2} fz="lg" mb="sm" id="import-file">
        {t("import.step1")}
      </Title>
      <form onSubmit={submit} noValidate>
        <Stack>
          <FileInput
            label={t("import.file")}
            placeholder={t("import.filePlaceholder")}
            accept=".csv,text/csv"
            leftSection={<IconFileTypeCsv size={20} aria-hidden />}
            styles={{ input: { minHeight: "2.75rem" } }}
            value={file}
            onChange={setFile}
            error={error}
          />
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <NativeSelect
              label={t("import.type")}
              value={type}
              onChange={(event) => setType(event.currentTarget.value as ImportType)}
              data={types.map((value) => ({ value, label: t(`typesMany.${value}`) }))}
            />
            <NativeSelect
              label={t("import.dateOrder")}
              value={dateOrder}
              onChange={(event) => setDateOrder(event.currentTarget.value)}
              data={[
                { value: "", label: t("import.orderUnknown") },
                ...orders.map((value) => ({ value, label: t(`import.order.${value}`) })),
              ]}
            />
            {type === "session" && (
              <NativeSelect
                label={t("import.target")}
                value={targetId}
                onChange={(event) => setTargetId(event.currentTarget.value)}
                data={[
                  { value: "", label: t("import.targetFromFile") },
                  ...(targets.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
                ]}
              />
            )}
          </SimpleGrid>
          <Button type="submit" loading={busy} style={{ alignSelf: "flex-start" }}>
            {t("import.check")}
          </Button>
        </Stack>
      </form>
    </Card>
  );
}
