import { Button } from "@mantine/core";
import { IconDog } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useEditDog } from "@/features/dogs/dogs.queries";
import type { Attachment } from "@/shared/api/types";
import { canWrite } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { toast, toastError } from "@/shared/ui/toasts";
import { isVideo } from "./media";

/** Makes a photo of the dog itself the one that stands for it, or no longer. */
export function ProfilePhotoButton({ item }: { item: Attachment }) {
  const { t } = useTranslation();
  const dog = useDog();
  const edit = useEditDog(dog);
  if (!canWrite(dog, "profile") || item.recordId || isVideo(item)) return null;
  const chosen = dog.profilePhotoId === item.id;
  const choose = () =>
    edit.mutate(
      { profilePhotoId: chosen ? null : item.id },
      {
        onSuccess: () => toast(t(chosen ? "media.profileRemoved" : "media.profileSet")),
        onError: toastError,
      },
    );
  return (
    <Button
      variant="light"
      leftSection={<IconDog size={18} aria-hidden />}
      loading={edit.isPending}
      onClick={choose}
    >
      {t(chosen ? "media.noProfile" : "media.asProfile")}
    </Button>
  );
}
