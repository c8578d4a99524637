import { Box, Button, Card, Code, Stack, Text, TextInput, Title } from "@mantine/core";
import { QRCodeSVG } from "qrcode.react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { fieldErrors } from "@/shared/api/problem";
import type { Proof } from "@/shared/api/types";
import { FormAlert } from "@/shared/ui/FormAlert";
import { toast } from "@/shared/ui/toasts";
import { useMe } from "./accounts.queries";
import { ProofForm } from "./passkeys/ProofForm";
import { useBeginSecondFactor, useConfirmSecondFactor, useRemoveSecondFactor } from "./security.queries";

/** An authenticator app as a second factor: begun with a proof of who it is, in force with its first code. */
export function SecondFactorCard() {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const begin = useBeginSecondFactor();
  const confirm = useConfirmSecondFactor();
  const remove = useRemoveSecondFactor();
  const [code, setCode] = useState("");
  const on = me?.secondFactor ?? false;

  const turnOff = (proof: Proof) =>
    remove.mutate(proof, {
      onSuccess: () => {
        begin.reset();
        confirm.reset();
        toast(t("security.factorOff"));
      },
    });
  const finish = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate(code.trim(), { onSuccess: () => setCode("") });
  };

  return (
    <Card component="section" aria-labelledby="second-factor">
      <Title order={2} fz="lg" mb="sm" id="second-factor">
        {t("security.factor")}
      </Title>
      <Stack>
        <Text>{t(on ? "security.factorOn" : "security.factorText")}</Text>
        {confirm.data && (
          <>
            <Text fw={600}>{t("security.recoveryText")}</Text>
            <Code block>{confirm.data.join("\n")}</Code>
          </>
        )}
        {begin.data && !on ? (
          <form onSubmit={finish} noValidate>
            <Stack>
              <Box bg="white" p="md" mx="auto" bdrs="lg" lh={0}>
                <QRCodeSVG value={begin.data.url} size={188} title={t("security.factorQr")} />
              </Box>
              <TextInput label={t("security.factorSecret")} readOnly value={begin.data.secret} />
              <FormAlert error={confirm.error} fields={["code"]} />
              <TextInput
                label={t("auth.code")}
                inputMode="numeric"
                autoComplete="one-time-code"
                value={code}
                onChange={(event) => setCode(event.currentTarget.value)}
                error={fieldErrors(confirm.error).code}
              />
              <Button type="submit" loading={confirm.isPending} disabled={code.trim() === ""}>
                {t("security.factorConfirm")}
              </Button>
            </Stack>
          </form>
        ) : (
          <ProofForm
            key={on ? "off" : "on"}
            action={t(on ? "security.factorRemove" : "security.factorBegin")}
            color={on ? "red" : undefined}
            error={on ? remove.error : begin.error}
            busy={on ? remove.isPending : begin.isPending}
            onProof={on ? turnOff : (proof) => begin.mutate(proof)}
          />
        )}
      </Stack>
    </Card>
  );
}
