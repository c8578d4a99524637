// Makes a link to the report, and ends those there are.
import { Button, Group, Modal, NativeSelect, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ReportRequest, ShareLink } from "@/shared/api/types";
import { inSentence } from "@/shared/i18n/locale";
import { useDog } from "@/shared/lib/dogContext";
import { formatDay, startOfDay } from "@/shared/lib/time";
import { FormAlert } from "@/shared/ui/FormAlert";
import { LinkToCopy } from "@/shared/ui/LinkToCopy";
import { toastError } from "@/shared/ui/toasts";
import { useEndReportLink, useMakeReportLink, useReportLinks } from "./report.queries";

const lifetimes = ["1", "7", "30", "90"] as const;
const dayMs = 86_400_000;
/** So that the longest lifetime is not too long by the time that the request takes. */
const slack = 60_000;

interface ShareReportDialogProps {
  request: ReportRequest;
  onClose: () => void;
}

export function ShareReportDialog({ request, onClose }: ShareReportDialogProps) {
  const { t } = useTranslation();
  const dog = useDog();
  const [lifetime, setLifetime] = useState<string>("7");
  const make = useMakeReportLink(dog.id);
  const links = useReportLinks(dog.id);
  const others = links.data?.filter(({ id }) => id !== make.data?.id) ?? [];
  const expiresAt = () => new Date(Date.now() + Number(lifetime) * dayMs - slack).toISOString();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("report.shareTitle")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Stack>
        <Text>{t("report.shareText")}</Text>
        <FormAlert error={make.error} />
        {make.data ? (
          <LinkToCopy
            url={`${window.location.origin}/shared#${make.data.token}`}
            label={t("share.link")}
            codeLabel={t("share.qr")}
            title={t("report.shareTitle")}
          />
        ) : (
          <>
            <NativeSelect
              label={t("report.lifetime")}
              value={lifetime}
              onChange={(event) => setLifetime(event.currentTarget.value)}
              data={lifetimes.map((days) => ({
                value: days,
                label: t("report.lifetimeDays", { count: Number(days) }),
              }))}
            />
            <Button
              onClick={() => make.mutate({ report: request, expiresAt: expiresAt() })}
              loading={make.isPending}
            >
              {t("share.make")}
            </Button>
          </>
        )}
        {others.map((link) => (
          <OpenLink key={link.id} link={link} />
        ))}
      </Stack>
    </Modal>
  );
}

function OpenLink({ link }: { link: ShareLink }) {
  const { t } = useTranslation();
  const dog = useDog();
  const end = useEndReportLink(dog.id);
  const { from, to, lastDays, as = "owner" } = link.report ?? {};
  const role = inSentence(t(`roles.one.${as}`));
  const of = from
    ? t("report.linkOf", {
        from: formatDay(startOfDay(from)),
        to: to ? formatDay(startOfDay(to)) : "…",
        role,
      })
    : t("report.linkOfLast", { count: lastDays ?? 90, role });
  return (
    <Group justify="space-between" wrap="nowrap">
      <Text size="sm">
        {of} {t("share.other", { name: link.createdBy.name, day: formatDay(new Date(link.expiresAt)) })}
      </Text>
      <Button
        variant="light"
        color="red"
        size="xs"
        loading={end.isPending}
        onClick={() => end.mutate(link.id, { onError: toastError })}
      >
        {t("share.end")}
      </Button>
    </Group>
  );
}
