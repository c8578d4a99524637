// Two ways to a photo or video: the camera, and what is on the device.
import { Button, FileButton, Group, Text } from "@mantine/core";
import { IconCamera, IconPhotoPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useDog } from "@/shared/lib/dogContext";
import { useMediaState } from "./media";
import { useBytes } from "./useBytes";

export const acceptedTypes =
  "image/jpeg,image/png,image/webp,image/gif,image/heic,video/mp4,video/quicktime,video/webm";

export function AttachButtons({ onFiles }: { onFiles: (files: File[]) => void }) {
  const { t } = useTranslation();
  const bytes = useBytes();
  const { data: state } = useMediaState(useDog().id);
  return (
    <div>
      <Group gap="xs">
        <FileButton onChange={(file) => file && onFiles([file])} accept="image/*" capture="environment">
          {(props) => (
            <Button {...props} variant="light" leftSection={<IconCamera size={18} aria-hidden />}>
              {t("media.takePhoto")}
            </Button>
          )}
        </FileButton>
        <FileButton onChange={onFiles} accept={acceptedTypes} multiple>
          {(props) => (
            <Button {...props} variant="light" leftSection={<IconPhotoPlus size={18} aria-hidden />}>
              {t("media.choose")}
            </Button>
          )}
        </FileButton>
      </Group>
      {state && (
        <Text size="sm" c="dimmed" mt={6}>
          {t("media.limits", {
            picture: bytes(state.limits.pictureBytes),
            video: bytes(state.limits.videoBytes),
            used: bytes(state.usage.bytes),
            quota: bytes(state.limits.accountBytes),
          })}
        </Text>
      )}
    </div>
  );
}
