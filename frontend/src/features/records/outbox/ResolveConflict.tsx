// A conflict of a record, decided here: mine, theirs, or both texts merged.
import { Button, Modal, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { DogRecord } from "@/shared/api/types";
import type { Waiting, Wanted } from "@/shared/replica/model";
import { useReplica } from "@/shared/replica/useReplica";
import { toastError } from "@/shared/ui/toasts";
import { ConflictDialog } from "../detail/ConflictDialog";

interface ResolveConflictProps {
  entry: Waiting;
  onKept: () => void;
  onTaken: () => void;
  /** Nothing decided. */
  onClose: () => void;
}

export function ResolveConflict({ entry, onKept, onTaken, onClose }: ResolveConflictProps) {
  const replica = useReplica();
  const keep = useMutation({
    mutationFn: async (wanted: Wanted) => {
      await replica.decide(entry.id, wanted);
    },
    onSuccess: onKept,
    onError: toastError,
  });
  const take = useMutation({
    mutationFn: () => replica.discard(entry.id),
    onSuccess: onTaken,
    onError: toastError,
  });
  const theirs = entry.clash?.theirs;
  if (!theirs) return null;
  const busy = keep.isPending || take.isPending;
  if (!entry.wanted || theirs.deleted) {
    return (
      <DeletionConflict
        deletedHere={!entry.wanted}
        busy={busy}
        onKeep={() => keep.mutate(entry.wanted)}
        onTake={() => take.mutate()}
        onClose={onClose}
      />
    );
  }
  return (
    <ConflictDialog
      mine={entry.wanted}
      theirs={theirs as DogRecord}
      busy={busy}
      onKeep={(fields) => keep.mutate(fields)}
      onTake={() => take.mutate()}
      onClose={onClose}
    />
  );
}

interface DeletionConflictProps {
  /** Deleted here and changed elsewhere, or the other way round. */
  deletedHere: boolean;
  busy: boolean;
  onKeep: () => void;
  onTake: () => void;
  onClose: () => void;
}

function DeletionConflict({ deletedHere, busy, onKeep, onTake, onClose }: DeletionConflictProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("conflict.title")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Stack>
        <Text>{t(deletedHere ? "conflict.deletedHere" : "conflict.deletedThere")}</Text>
        <Button loading={busy} color={deletedHere ? "red" : undefined} onClick={onKeep}>
          {t(deletedHere ? "conflict.deleteAnyway" : "conflict.bringBack")}
        </Button>
        <Button variant="default" onClick={onTake}>
          {t(deletedHere ? "conflict.keepTheirs" : "conflict.leaveDeleted")}
        </Button>
      </Stack>
    </Modal>
  );
}
