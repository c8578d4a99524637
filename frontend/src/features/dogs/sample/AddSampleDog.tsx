import { Button } from "@mantine/core";
import { IconSparkles } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { toastError } from "@/shared/ui/toasts";
import { useAddSampleDog } from "./sample.queries";

/** For whoever wants to look around before a dog of theirs is in it. */
export function AddSampleDog() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const add = useAddSampleDog();
  return (
    <Button
      variant="subtle"
      leftSection={<IconSparkles size={18} aria-hidden />}
      loading={add.isPending}
      // As soon as there is a dog, the page that has this button is another.
      onClick={() => void add.mutateAsync().then(({ id }) => navigate(`/dogs/${id}`), toastError)}
    >
      {t("sample.add")}
    </Button>
  );
}
