// What a person can do about a write that was refused or waits: another try, its text elsewhere, or give it up.
import { Button } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Waiting } from "@/shared/replica/model";
import { asText } from "@/shared/replica/outbox";
import { useReplica } from "@/shared/replica/useReplica";
import { ConfirmDialog } from "@/shared/ui/ConfirmDialog";
import { toast, toastError } from "@/shared/ui/toasts";

export function WaysOut({ entry }: { entry: Waiting }) {
  const { t } = useTranslation();
  const replica = useReplica();
  const clipboard = useClipboard();
  const [asking, setAsking] = useState(false);
  const { wanted } = entry;
  return (
    <>
      {entry.state === "refused" && (
        <Button variant="light" onClick={() => void replica.decide(entry.id, wanted).catch(toastError)}>
          {t("common.retry")}
        </Button>
      )}
      {wanted && (
        <Button
          variant="default"
          onClick={() => {
            clipboard.copy(asText(wanted));
            toast(t("sync.copied"));
          }}
        >
          {t("sync.copy")}
        </Button>
      )}
      <Button variant="subtle" color="red" onClick={() => setAsking(true)}>
        {t("sync.discard")}
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={t("sync.discardTitle")}
        text={t(entry.base ? "sync.discardChange" : "sync.discardNew")}
        action={t("sync.discard")}
        busy={false}
        onConfirm={() => {
          setAsking(false);
          void replica.discard(entry.id).catch(toastError);
        }}
      />
    </>
  );
}
