// Adds a passkey, or removes one.
import { Modal, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldErrors } from "@/shared/api/problem";
import type { Passkey } from "@/shared/api/types";
import { toast } from "@/shared/ui/toasts";
import { ProofForm } from "./ProofForm";
import { useAddPasskey, useRemovePasskey } from "./passkeys.queries";

export function AddPasskeyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const add = useAddPasskey();
  const [name, setName] = useState(t("passkeys.usualName"));
  const done = {
    onSuccess: () => {
      toast(t("passkeys.added"));
      onClose();
    },
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("passkeys.add")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <ProofForm
        action={t("passkeys.continue")}
        error={add.error}
        busy={add.isPending}
        disabled={name.trim() === ""}
        onProof={(proof) => add.mutate({ name: name.trim(), proof }, done)}
      >
        <Text>{t("passkeys.addText")}</Text>
        <TextInput
          label={t("passkeys.name")}
          description={t("passkeys.nameHint")}
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          error={fieldErrors(add.error).name}
        />
      </ProofForm>
    </Modal>
  );
}

export function RemovePasskeyDialog({ passkey, onClose }: { passkey: Passkey; onClose: () => void }) {
  const { t } = useTranslation();
  const remove = useRemovePasskey();
  const done = {
    onSuccess: () => {
      toast(t("passkeys.removed"));
      onClose();
    },
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("passkeys.removeTitle", { name: passkey.name })}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <ProofForm
        action={t("passkeys.remove")}
        color="red"
        error={remove.error}
        busy={remove.isPending}
        onProof={(proof) => remove.mutate({ passkeyId: passkey.id, proof }, done)}
      >
        <Text>{t("passkeys.removeText")}</Text>
      </ProofForm>
    </Modal>
  );
}
