// Makes a link to a record, and ends those there are.
import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useDog } from "@/shared/lib/dogContext";
import { formatDay } from "@/shared/lib/time";
import { FormAlert } from "@/shared/ui/FormAlert";
import { LinkToCopy } from "@/shared/ui/LinkToCopy";
import { toastError } from "@/shared/ui/toasts";
import { useEndShareLink, useMakeShareLink, useShareLinks } from "./sharing.queries";

export function ShareDialog({ recordId, onClose }: { recordId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const dog = useDog();
  const make = useMakeShareLink(dog.id);
  const end = useEndShareLink(dog.id);
  const links = useShareLinks(dog.id, recordId);
  const others = links.data?.filter((link) => link.id !== make.data?.id) ?? [];
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("share.title")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Stack>
        <Text>{t("share.text")}</Text>
        <FormAlert error={make.error} />
        {make.data ? (
          <LinkToCopy
            url={`${window.location.origin}/shared#${make.data.token}`}
            label={t("share.link")}
            codeLabel={t("share.qr")}
            title={t("share.title")}
          />
        ) : (
          <Button onClick={() => make.mutate(recordId)} loading={make.isPending}>
            {t("share.make")}
          </Button>
        )}
        {others.map((link) => (
          <Group key={link.id} justify="space-between" wrap="nowrap">
            <Text size="sm">
              {t("share.other", { name: link.createdBy.name, day: formatDay(new Date(link.expiresAt)) })}
            </Text>
            <Button
              variant="light"
              color="red"
              size="xs"
              loading={end.isPending && end.variables === link.id}
              onClick={() => end.mutate(link.id, { onError: toastError })}
            >
              {t("share.end")}
            </Button>
          </Group>
        ))}
      </Stack>
    </Modal>
  );
}
