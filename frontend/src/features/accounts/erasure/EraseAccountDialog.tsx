// Says what happens when an account is erased, asks for each consent that it takes, and does it.
import { Alert, Checkbox, List, Modal, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorState, ListSkeleton } from "@/shared/ui/states";
import { useMe } from "../accounts.queries";
import { ProofForm } from "../passkeys/ProofForm";
import { useEraseAccount, useErasureOutlook } from "./erasure.queries";

export function EraseAccountDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const outlook = useErasureOutlook();
  const erase = useEraseAccount();
  const [typed, setTyped] = useState("");
  const [deleteDogs, setDeleteDogs] = useState(false);
  const alone = outlook.data?.dogsKeptAlone ?? [];
  const running = outlook.data?.organizationsRunAlone ?? [];
  const confirmed =
    typed.trim().toLowerCase() === me?.email.toLowerCase() &&
    running.length === 0 &&
    (alone.length === 0 || deleteDogs);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("erasure.open")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {outlook.isPending ? (
        <ListSkeleton rows={3} height={32} />
      ) : outlook.isError ? (
        <ErrorState error={outlook.error} retry={() => outlook.refetch()} />
      ) : (
        <ProofForm
          action={t("erasure.erase")}
          color="red"
          error={erase.error}
          busy={erase.isPending}
          disabled={!confirmed}
          onProof={(proof) => erase.mutate({ ...proof, deleteDogs })}
        >
          <List>
            <List.Item>{t("erasure.atOnce")}</List.Item>
            <List.Item>{t("erasure.records", { count: outlook.data.dogsLeft })}</List.Item>
            <List.Item>{t("erasure.forever")}</List.Item>
          </List>
          {running.length > 0 && (
            <Alert color="red" variant="light" title={t("erasure.running")}>
              {running.map(({ name }) => name).join(", ")}
            </Alert>
          )}
          {alone.length > 0 && (
            <Alert color="red" variant="light" title={t("erasure.alone", { count: alone.length })}>
              <Text size="sm" mb="xs">
                {alone.map(({ name }) => name).join(", ")}
              </Text>
              <Checkbox
                label={t("erasure.deleteDogs")}
                checked={deleteDogs}
                onChange={(event) => setDeleteDogs(event.currentTarget.checked)}
              />
            </Alert>
          )}
          <TextInput
            label={t("erasure.type", { email: me?.email })}
            autoComplete="off"
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </ProofForm>
      )}
    </Modal>
  );
}
