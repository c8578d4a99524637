// The address that other calendar programs subscribe to: made, shown once, revoked.
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { FormAlert } from "@/shared/ui/FormAlert";
import { LinkToCopy } from "@/shared/ui/LinkToCopy";
import { ErrorState, ListSkeleton } from "@/shared/ui/states";
import { toast } from "@/shared/ui/toasts";
import { useFeed, useMakeFeed, useRevokeFeed } from "./calendar.queries";

export function FeedDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const feed = useFeed();
  const make = useMakeFeed();
  const revoke = useRevokeFeed();
  const [asking, setAsking] = useState(false);
  const url = make.data?.url;
  const end = () =>
    revoke.mutate(undefined, {
      onSuccess: () => {
        make.reset();
        setAsking(false);
        toast(t("calendar.feedRevoked"));
      },
    });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("calendar.feedTitle")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {feed.isPending ? (
        <ListSkeleton rows={1} />
      ) : feed.isError ? (
        <ErrorState error={feed.error} retry={() => feed.refetch()} />
      ) : (
        <Stack>
          <Text>{t("calendar.feedText")}</Text>
          <FormAlert error={make.error ?? revoke.error} fields={[]} />
          {url ? (
            <>
              <Text fw={700}>{t("calendar.feedOnce")}</Text>
              <LinkToCopy
                url={url}
                label={t("calendar.feedAddress")}
                codeLabel={t("calendar.feedCode")}
                title={t("calendar.feedShare")}
              />
              <Button component="a" href={url.replace(/^https?:/, "webcal:")} variant="light">
                {t("calendar.feedOpen")}
              </Button>
            </>
          ) : (
            feed.data.exists && <Text c="dimmed">{t("calendar.feedThere")}</Text>
          )}
          <Group justify="flex-end">
            {feed.data.exists && (
              <Button variant="light" color="red" onClick={() => setAsking(true)}>
                {t("calendar.feedRevoke")}
              </Button>
            )}
            {!url && (
              <Button loading={make.isPending} onClick={() => make.mutate()}>
                {t(feed.data.exists ? "calendar.feedRenew" : "calendar.feedMake")}
              </Button>
            )}
          </Group>
        </Stack>
      )}
      <ConfirmDialog
        opened={asking}
        title={t("calendar.feedTitle")}
        text={t("calendar.feedRevokeText")}
        action={t("calendar.feedRevoke")}
        busy={revoke.isPending}
        onConfirm={end}
        onClose={() => setAsking(false)}
      />
    </Modal>
  );
}
