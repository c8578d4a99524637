// On the sample dog's page: that it is one, and the way to be rid of it.
import { Alert, Button, Group, Text } from "@mantine/core";
import { IconSparkles } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useDog } from "@/shared/lib/dogContext";
import { toast, toastError } from "@/shared/ui/toasts";
import { useRemoveDog } from "../dogs.queries";
import { isSample } from "./sample.queries";

export function SampleNotice() {
  const { t } = useTranslation();
  const dog = useDog();
  const navigate = useNavigate();
  const remove = useRemoveDog(dog.id);
  if (!isSample(dog.id)) return null;
  const end = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        toast(t("sample.removed"));
        navigate("/");
      },
      onError: toastError,
    });
  return (
    <Alert icon={<IconSparkles aria-hidden />} title={t("sample.title")} variant="light">
      <Group justify="space-between" align="flex-end">
        <Text size="sm" flex="1 1 14rem">
          {t("sample.text", { name: dog.name })}
        </Text>
        <Button variant="white" loading={remove.isPending} onClick={end}>
          {t("sample.remove")}
        </Button>
      </Group>
    </Alert>
  );
}
