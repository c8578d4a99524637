// The photos and videos of a record, and how to add some.
import { Stack, Title } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { DogRecord } from "@/shared/api/types";
import { canRead, canWrite } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { ErrorState } from "@/shared/ui/states";
import { AttachButtons } from "./AttachButtons";
import { MediaGrid } from "./MediaGrid";
import { useAttachments } from "./media";
import { UploadList } from "./UploadList";
import { useUploads } from "./useUploads";

export function RecordMedia({ record }: { record: DogRecord }) {
  const { t } = useTranslation();
  const dog = useDog();
  const reads = canRead(dog, "media");
  const attachments = useAttachments(dog.id, record.id, reads);
  const { list, send } = useUploads(dog.id, record.id);
  const items = attachments.data ?? [];
  const writes = canWrite(dog, "media");
  if (!reads || (!writes && items.length === 0 && !attachments.isError)) return null;
  return (
    <Stack component="section" aria-labelledby="media" gap="sm" mt="lg">
      <Title order={2} size="h4" id="media">
        {t("media.title")}
      </Title>
      {attachments.isError && <ErrorState error={attachments.error} retry={() => attachments.refetch()} />}
      {items.length > 0 && <MediaGrid items={items} label={t("media.title")} />}
      <UploadList list={list} />
      {writes && <AttachButtons onFiles={send} />}
    </Stack>
  );
}
