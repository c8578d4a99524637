import { Button, Checkbox, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { fieldErrors } from "@/shared/api/problem";
import { notificationKinds, type WebhookKind } from "@/shared/api/types";
import { FormAlert } from "@/shared/ui/FormAlert";
import { useMakeWebhook } from "./webhooks.queries";

interface AddWebhookDialogProps {
  opened: boolean;
  onClose: () => void;
  onMade: (secret: string) => void;
}

export function AddWebhookDialog({ opened, onClose, onMade }: AddWebhookDialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("webhooks.add")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <AddWebhookForm onClose={onClose} onMade={onMade} />
    </Modal>
  );
}

function AddWebhookForm({ onClose, onMade }: Omit<AddWebhookDialogProps, "opened">) {
  const { t } = useTranslation();
  const make = useMakeWebhook();
  const form = useForm<{ url: string; description: string; kinds: WebhookKind[] }>({
    initialValues: { url: "", description: "", kinds: [...notificationKinds] },
    validate: {
      url: (url) => (url.trim() ? null : t("webhooks.urlMissing")),
      kinds: (kinds) => (kinds.length > 0 ? null : t("webhooks.kindsMissing")),
    },
  });
  const submit = form.onSubmit((values) =>
    make.mutate(
      { ...values, url: values.url.trim(), description: values.description.trim() },
      { onSuccess: onMade, onError: (error) => form.setErrors(fieldErrors(error)) },
    ),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <FormAlert error={make.error} fields={["url", "description", "kinds"]} />
        <TextInput
          label={t("webhooks.url")}
          description={t("webhooks.urlHint")}
          type="url"
          inputMode="url"
          autoCapitalize="off"
          spellCheck={false}
          required
          data-autofocus
          {...form.getInputProps("url")}
        />
        <TextInput label={t("webhooks.description")} maxLength={200} {...form.getInputProps("description")} />
        <Checkbox.Group label={t("webhooks.kinds")} {...form.getInputProps("kinds")}>
          <Stack gap="xs" mt="xs">
            {notificationKinds.map((kind) => (
              <Checkbox key={kind} value={kind} label={t(`notifications.kinds.${kind}`)} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" loading={make.isPending}>
            {t("webhooks.add")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
