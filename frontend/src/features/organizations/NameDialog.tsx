import { Button, Modal, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldErrors } from "@/shared/api/problem";
import { FormAlert } from "@/shared/ui/FormAlert";

interface NameDialogProps {
  title: string;
  /** What the button says. */
  action: string;
  name?: string;
  busy: boolean;
  error: unknown;
  onSave: (name: string) => void;
  onClose: () => void;
}

/** What an organization is called. */
export function NameDialog({ title, action, name = "", busy, error, onSave, onClose }: NameDialogProps) {
  const { t } = useTranslation();
  const [value, setValue] = useState(name);
  const [missing, setMissing] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setMissing(!value.trim());
    if (value.trim()) onSave(value.trim());
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ "aria-label": t("common.close") }}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <FormAlert error={error} fields={["name"]} />
          <TextInput
            data-autofocus
            label={t("organizations.name")}
            description={t("organizations.nameHint")}
            autoComplete="organization"
            maxLength={100}
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
            error={missing ? t("rules.required") : fieldErrors(error).name}
          />
          <Button type="submit" loading={busy}>
            {action}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
