// Asks once more who it is, before what could lock somebody out or let somebody else in.
import { Button, type ButtonProps, PasswordInput, Stack, TextInput } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldErrors } from "@/shared/api/problem";
import type { Proof } from "@/shared/api/types";
import { FormAlert } from "@/shared/ui/FormAlert";
import { useMe } from "../accounts.queries";
import { whyNoPasskeys } from "./passkeyBrowser";
import { usePasskeys, useProveByPasskey } from "./passkeys.queries";

interface ProofFormProps extends Pick<ButtonProps, "color" | "disabled"> {
  /** What the button says. */
  action: string;
  error: unknown;
  busy: boolean;
  onProof: (proof: Proof) => void;
  /** Fields of the form's own. */
  children?: ReactNode;
}

export function ProofForm({ action, error, busy, onProof, children, color, disabled }: ProofFormProps) {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const passkeys = usePasskeys();
  const byPasskey = useProveByPasskey();
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const errors = fieldErrors(error);
  const usesPasskey = (passkeys.data?.length ?? 0) > 0 && !whyNoPasskeys();

  const submit = (event: FormEvent) => {
    event.preventDefault();
    onProof({ password, ...(code.trim() && { code: code.trim() }) });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <FormAlert error={byPasskey.error ?? error} fields={["password", "code"]} />
        {children}
        <PasswordInput
          label={t("security.currentPassword")}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ "aria-label": t("auth.showPassword") }}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={errors.password}
        />
        {me?.secondFactor && (
          <TextInput
            label={t("auth.code")}
            description={t("auth.codeHint")}
            autoComplete="one-time-code"
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            error={errors.code}
          />
        )}
        <Button type="submit" color={color} loading={busy} disabled={disabled || password === ""}>
          {action}
        </Button>
        {usesPasskey && (
          <Button
            variant="light"
            color={color}
            disabled={disabled || busy}
            loading={byPasskey.isPending}
            onClick={() => byPasskey.mutate(undefined, { onSuccess: onProof })}
          >
            {t("passkeys.instead", { action })}
          </Button>
        )}
      </Stack>
    </form>
  );
}
