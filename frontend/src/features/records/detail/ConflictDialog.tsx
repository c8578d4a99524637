// Somebody saved another version in the meantime: both side by side, and the person decides.
import { Button, Modal, SimpleGrid, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DogRecord, NewRecord, RecordType } from "@/shared/api/types";
import { fieldsOf } from "@/shared/lib/fieldsOf";
import { recordTypeInfo } from "@/shared/lib/recordTypes";
import { useLabels } from "@/shared/lib/useLabels";

import classes from "./ConflictDialog.module.css";
import { differingFields, useFieldText } from "./useFieldText";

interface ConflictDialogProps {
  mine: NewRecord;
  theirs: DogRecord;
  busy: boolean;
  /** Saves this over the other version. */
  onKeep: (fields: NewRecord) => void;
  onTake: () => void;
  /** Back to the form, nothing decided. */
  onClose: () => void;
}

/** Whether both texts can be kept: it is neither a choice nor a date. */
function isFreeText(type: RecordType, field: string): boolean {
  const schema = recordTypeInfo[type].fields[field];
  return schema?.type === "string" && !schema.enum && !schema.format;
}

export function ConflictDialog({ mine, theirs, busy, onKeep, onTake, onClose }: ConflictDialogProps) {
  const { t } = useTranslation();
  const fieldText = useFieldText();
  const labels = useLabels();
  const [merged, setMerged] = useState<Record<string, string>>();
  const other = fieldsOf(theirs);
  const fields = differingFields(mine, other);
  const texts = fields.filter((field) => isFreeText(mine.type, field));
  const typed = (record: NewRecord, field: string) =>
    (record as unknown as Record<string, string | undefined>)[field];
  const joined = () =>
    Object.fromEntries(
      texts.map((field) => [field, [typed(other, field), typed(mine, field)].filter(Boolean).join("\n\n")]),
    );
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t("conflict.title")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Stack>
        <Text>{t("conflict.text", { version: theirs.version })}</Text>
        {merged
          ? texts.map((field) => (
              <Textarea
                key={field}
                label={labels.field(field)}
                minRows={4}
                value={merged[field]}
                onChange={(event) => setMerged({ ...merged, [field]: event.currentTarget.value })}
              />
            ))
          : fields.map((field) => (
              <section key={field}>
                <Text fw={600} size="sm" mb={4}>
                  {labels.field(field)}
                </Text>
                <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
                  <Version label={t("conflict.theirs")} text={fieldText(other, field)} />
                  <Version label={t("conflict.mine")} text={fieldText(mine, field)} mine />
                </SimpleGrid>
              </section>
            ))}
        {merged ? (
          <>
            <Button loading={busy} onClick={() => onKeep({ ...mine, ...merged } as NewRecord)}>
              {t("conflict.saveMerged")}
            </Button>
            <Button variant="default" onClick={() => setMerged(undefined)}>
              {t("common.back")}
            </Button>
          </>
        ) : (
          <>
            <Button loading={busy} onClick={() => onKeep(mine)}>
              {t("conflict.keep")}
            </Button>
            <Button variant="default" onClick={onTake}>
              {t("conflict.take")}
            </Button>
            {texts.length > 0 && (
              <Button variant="default" onClick={() => setMerged(joined())}>
                {t("conflict.merge")}
              </Button>
            )}
          </>
        )}
      </Stack>
    </Modal>
  );
}

function Version({ label, text, mine }: { label: string; text: string; mine?: boolean }) {
  return (
    <div className={classes.version} data-mine={mine || undefined}>
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text className={classes.text}>{text}</Text>
    </div>
  );
}
