// All photos and videos of a dog.
import { Button, Stack } from "@mantine/core";
import { IconPhoto } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { canWrite } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { Page } from "@/shared/ui/Page";
import { EmptyState, ErrorState, ListSkeleton } from "@/shared/ui/states";
import { AttachButtons } from "./AttachButtons";
import { MediaGrid } from "./MediaGrid";
import { useGallery } from "./media";
import { UploadList } from "./UploadList";
import { useUploads } from "./useUploads";

export function GalleryPage() {
  const { t } = useTranslation();
  const dog = useDog();
  const gallery = useGallery(dog.id);
  const { list, send } = useUploads(dog.id);
  const items = gallery.data ?? [];
  return (
    <Page title={t("media.gallery", { name: dog.name })} back={`/dogs/${dog.id}`} wide>
      <Stack>
        {canWrite(dog, "media") && <AttachButtons onFiles={send} />}
        <UploadList list={list} />
        {gallery.isPending ? (
          <ListSkeleton rows={2} height={140} />
        ) : gallery.isError ? (
          <ErrorState error={gallery.error} retry={() => gallery.refetch()} />
        ) : items.length === 0 && !gallery.hasNextPage ? (
          <EmptyState
            icon={<IconPhoto size={36} />}
            title={t("media.emptyTitle")}
            text={t(canWrite(dog, "media") ? "media.emptyText" : "media.emptyReader")}
          />
        ) : (
          <MediaGrid items={items} label={t("media.title")} />
        )}
        {gallery.hasNextPage && (
          <Button
            variant="default"
            loading={gallery.isFetchingNextPage}
            onClick={() => gallery.fetchNextPage()}
          >
            {t("common.more")}
          </Button>
        )}
      </Stack>
    </Page>
  );
}
