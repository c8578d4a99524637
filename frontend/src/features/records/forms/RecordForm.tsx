// One record as a form: the fields of its type, when it happened, who sees it, and what is wrong with it.
import { Button, Card, Group, Stack } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import { fieldErrors } from "@/shared/api/problem";
import type { NewRecord } from "@/shared/api/types";
import { recordTypeInfo } from "@/shared/lib/recordTypes";
import { AudiencePicker } from "@/shared/ui/AudiencePicker";
import { FormAlert } from "@/shared/ui/FormAlert";
import { AttachmentFields } from "../media/AttachmentFields";
import { cleanFields, fieldProblems, shownAtField } from "../recordFields";
import { SessionDetails } from "../session/SessionDetails";
import { AbcFields } from "./AbcFields";
import { CommentFields } from "./CommentFields";
import { GenericFields } from "./GenericFields";
import { NoteFields } from "./NoteFields";
import { SessionFields } from "./SessionFields";
import { TargetFields } from "./TargetFields";
import { WeightFields } from "./WeightFields";
import { WhenField } from "./WhenField";

const wrong = ":is(input, textarea, select)[aria-invalid=true], button[data-error]";

interface RecordFormProps {
  value: NewRecord;
  onChange: (value: NewRecord) => void;
  onSubmit: (fields: NewRecord) => void;
  error: unknown;
  busy: boolean;
  submitLabel: string;
  /** False: the trials were counted already, and only what surrounds them is asked. */
  sessionBlocks?: boolean;
  /** Asked below who sees it. */
  more?: ReactNode;
}

export function RecordForm({
  value,
  onChange,
  onSubmit,
  error,
  busy,
  submitLabel,
  sessionBlocks,
  more,
}: RecordFormProps) {
  const { t } = useTranslation();
  const [problems, setProblems] = useState<Record<string, string>>({});
  const errors = { ...fieldErrors(error), ...problems };
  const change = (part: Partial<NewRecord>) => onChange({ ...value, ...part } as NewRecord);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const found = fieldProblems(value, t);
    // At once, so that what is wrong can be gone to.
    flushSync(() => setProblems(found));
    if (Object.keys(found).length === 0) onSubmit(cleanFields(value));
    else event.currentTarget.querySelector<HTMLElement>(wrong)?.focus();
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <FormAlert
          error={error}
          fields={Object.keys(fieldErrors(error)).filter((path) => shownAtField(value.type, path))}
        />
        <Card>
          <Stack>
            <OwnFields value={value} onChange={change} errors={errors} sessionBlocks={sessionBlocks} />
          </Stack>
        </Card>
        <Card>
          <Stack>
            <WhenField
              label={t(value.type === "target" ? "target.since" : "fields.occurredAt")}
              value={value.occurredAt}
              onChange={(occurredAt) => change({ occurredAt })}
              error={errors.occurredAt}
              past={!recordTypeInfo[value.type].shared}
            />
            <AudiencePicker
              value={value.audience}
              usual={recordTypeInfo[value.type].audience}
              onChange={(audience) => change({ audience })}
            />
            {more}
          </Stack>
        </Card>
        <Group justify="flex-end">
          <Button type="submit" size="md" loading={busy} flex={{ base: 1, xs: "none" }}>
            {submitLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface OwnFieldsProps {
  value: NewRecord;
  onChange: (change: Partial<NewRecord>) => void;
  errors: Record<string, string>;
  sessionBlocks: boolean | undefined;
}

function OwnFields({ value, sessionBlocks = true, ...props }: OwnFieldsProps) {
  switch (value.type) {
    case "note":
      return <NoteFields value={value} {...props} />;
    case "abc-record":
      return <AbcFields value={value} {...props} />;
    case "session":
      return sessionBlocks ? (
        <SessionFields value={value} {...props} />
      ) : (
        <SessionDetails value={value} {...props} />
      );
    case "target":
      return <TargetFields value={value} {...props} />;
    case "comment":
      return <CommentFields value={value} {...props} />;
    case "weight":
      return <WeightFields value={value} {...props} />;
    case "attachment":
      return <AttachmentFields value={value} {...props} />;
    default:
      return <GenericFields value={value} {...props} />;
  }
}
