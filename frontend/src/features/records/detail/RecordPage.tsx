// One record, whole, with what may be done to it.
import { Button, Card, Group, Text } from "@mantine/core";
import { IconChartLine, IconHistory, IconPencil, IconShare, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { useMe } from "@/features/accounts/accounts.queries";
import type { DogRecord } from "@/shared/api/types";
import { inSentence } from "@/shared/i18n/locale";
import { canEdit, managesCircle } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { formatDayAndTime } from "@/shared/lib/time";
import { useLabels } from "@/shared/lib/useLabels";
import { Page } from "@/shared/ui/Page";
import { ErrorState, ListSkeleton } from "@/shared/ui/states";
import { toast, toastError, toastUndo } from "@/shared/ui/toasts";
import { useAudienceWords } from "@/shared/ui/useAudienceWords";
import { ProfilePhotoButton } from "../media/ProfilePhotoButton";
import { RecordMedia } from "../media/RecordMedia";
import { WaitingNotice } from "../outbox/WaitingNotice";
import { useDeleteRecord, useRecord, useRestoreRecord } from "../records.queries";
import { ShareDialog } from "../sharing/ShareDialog";
import { Comments } from "./Comments";
import { RecordBody } from "./RecordBody";

export function RecordPage() {
  const { t } = useTranslation();
  const dog = useDog();
  const { recordId = "" } = useParams();
  const record = useRecord(dog.id, recordId);
  if (record.isPending) {
    return (
      <Page title={t("common.loading")} back={`/dogs/${dog.id}`}>
        <ListSkeleton rows={2} height={140} />
      </Page>
    );
  }
  if (record.isError) {
    return (
      <Page title={t("record.title")} back={`/dogs/${dog.id}`}>
        <ErrorState error={record.error} retry={() => record.refetch()} />
      </Page>
    );
  }
  return <Loaded record={record.data} />;
}

function Loaded({ record }: { record: DogRecord }) {
  const { t } = useTranslation();
  const dog = useDog();
  const navigate = useNavigate();
  const audience = useAudienceWords();
  const labels = useLabels();
  const { data: me } = useMe();
  const remove = useDeleteRecord(dog.id);
  const restore = useRestoreRecord(dog.id);
  const [sharing, setSharing] = useState(false);
  const here = `/dogs/${dog.id}/records/${record.id}`;
  const list = record.type === "target" ? `/dogs/${dog.id}/targets` : `/dogs/${dog.id}`;

  // The page is gone before the answers come, so nothing here hangs on it.
  const bringBack = () => restore.mutateAsync(record).then(() => toast(t("record.restored")), toastError);
  const erase = () => {
    void remove.mutateAsync(record).then(() => toastUndo(t("record.deleted"), bringBack), toastError);
    navigate(list);
  };
  return (
    <Page
      title={record.type === "target" ? record.name : labels.type(record.type)}
      subtitle={
        <>
          <time dateTime={record.occurredAt}>{formatDayAndTime(new Date(record.occurredAt))}</time>
          {` · ${record.author.name}, ${[inSentence(t(`roles.one.${record.author.role}`)), record.author.organization?.name].filter(Boolean).join(", ")}`}
        </>
      }
      back={list}
    >
      <WaitingNotice recordId={record.id} />
      <Card>
        <RecordBody record={record} />
      </Card>
      <Group mt="md" gap="xs">
        {canEdit(dog, record, me) && (
          <>
            <Button component={Link} to={`${here}/edit`} leftSection={<IconPencil size={18} aria-hidden />}>
              {t("common.edit")}
            </Button>
            <Button
              variant="light"
              color="red"
              onClick={erase}
              leftSection={<IconTrash size={18} aria-hidden />}
            >
              {t("common.delete")}
            </Button>
          </>
        )}
        {record.type === "attachment" && <ProfilePhotoButton item={record} />}
        {record.type === "target" && (
          <Button
            component={Link}
            to={`/dogs/${dog.id}/progress?target=${record.id}`}
            variant="light"
            leftSection={<IconChartLine size={18} aria-hidden />}
          >
            {t("progress.title")}
          </Button>
        )}
        {record.type === "visit" && (
          <Button component={Link} to={`/dogs/${dog.id}/visits`} variant="light">
            {t("visit.title")}
          </Button>
        )}
        {record.version > 0 && (
          <Button
            component={Link}
            to={`${here}/history`}
            variant="subtle"
            leftSection={<IconHistory size={18} aria-hidden />}
          >
            {t("record.history", { count: record.version })}
          </Button>
        )}
        {managesCircle(dog) && (
          <Button
            variant="subtle"
            leftSection={<IconShare size={18} aria-hidden />}
            onClick={() => setSharing(true)}
          >
            {t("share.open")}
          </Button>
        )}
      </Group>
      <Text size="sm" c="dimmed" mt="md">
        {t("audience.visibleTo", { who: audience(record.audience) })}
      </Text>
      {/* What never left the device has nothing on the server to belong to. */}
      {record.type !== "attachment" && record.version > 0 && <RecordMedia record={record} />}
      <Comments record={record} />
      {sharing && <ShareDialog recordId={record.id} onClose={() => setSharing(false)} />}
    </Page>
  );
}
