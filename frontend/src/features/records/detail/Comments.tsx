// What people say about a record, and a box to say something.
import { Button, Card, Group, Stack, Text, Title } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { v7 as uuid } from "uuid";
import { fieldErrors } from "@/shared/api/problem";
import type { DogRecord, Role } from "@/shared/api/types";
import { canWrite, sectionOf } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { formatDayAndTime, toRfc3339 } from "@/shared/lib/time";
import { MarkdownText } from "@/shared/markdown/MarkdownText";
import { AudiencePicker } from "@/shared/ui/AudiencePicker";
import { FormAlert } from "@/shared/ui/FormAlert";
import { MentionTextarea } from "../mentions/MentionTextarea";
import { useCreateRecord, useRecordsOfType } from "../records.queries";

export function Comments({ record }: { record: DogRecord }) {
  const { t } = useTranslation();
  const dog = useDog();
  const { data = [] } = useRecordsOfType(dog.id, "comment");
  const comments = data
    .filter((one) => one.about === record.id)
    .sort((a, b) => a.recordedAt.localeCompare(b.recordedAt));
  return (
    <Stack component="section" aria-labelledby="comments" gap="sm" mt="lg">
      <Title order={2} size="h4" id="comments">
        {t("comments.title")}
      </Title>
      {comments.length === 0 && <Text c="dimmed">{t("comments.none")}</Text>}
      {comments.map((one) => (
        <Card key={one.id} component="article" p="sm">
          <MarkdownText text={one.text} />
          <Text size="sm" c="dimmed">
            {`${one.author.name} · `}
            <time dateTime={one.recordedAt}>{formatDayAndTime(new Date(one.recordedAt))}</time>
          </Text>
        </Card>
      ))}
      {canWrite(dog, sectionOf(record.type)) && <CommentBox about={record} />}
    </Stack>
  );
}

function CommentBox({ about }: { about: DogRecord }) {
  const { t } = useTranslation();
  const dog = useDog();
  const create = useCreateRecord(dog.id);
  const [text, setText] = useState("");
  const [audience, setAudience] = useState<Role[]>(about.audience);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === "") return;
    create.mutate(
      {
        id: uuid(),
        fields: {
          type: "comment",
          occurredAt: toRfc3339(new Date()),
          audience,
          about: about.id,
          text: text.trim(),
        },
      },
      { onSuccess: () => setText("") },
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <FormAlert error={create.error} fields={["text"]} />
        <MentionTextarea
          section={sectionOf(about.type)}
          audience={audience}
          label={t("comments.write")}
          minRows={2}
          autosize
          maxLength={5000}
          value={text}
          onChange={setText}
          error={fieldErrors(create.error).text}
        />
        {text !== "" && <AudiencePicker value={audience} usual={about.audience} onChange={setAudience} />}
        <Group justify="flex-end">
          <Button type="submit" loading={create.isPending} disabled={text.trim() === ""}>
            {t("comments.send")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
