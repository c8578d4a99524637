// The photos and videos that a link shows.
import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { SharedFile } from "./sharing.queries";

export function SharedMedia({ token, media }: { token: string; media: SharedFile[] }) {
  const { t } = useTranslation();
  const style = { maxWidth: "100%", borderRadius: "var(--mantine-radius-md)" };
  if (media.length === 0) return null;
  return (
    <Stack mt="md" component="section" aria-label={t("media.title")}>
      {media.map(({ id, caption, mediaType }) => {
        const video = mediaType.startsWith("video/");
        const source = `/v1/shared/${token}/media/${id}?size=${video ? "full" : "medium"}`;
        const text = caption || t(video ? "media.sharedVideo" : "media.sharedPhoto");
        return (
          <div key={id}>
            {video ? (
              // biome-ignore lint/a11y/useMediaCaption: people's own films have none; the caption says what is to be seen
              <video src={source} controls preload="metadata" aria-label={text} style={style} />
            ) : (
              <img src={source} alt={text} loading="lazy" style={style} />
            )}
            {caption && <Text>{caption}</Text>}
          </div>
        );
      })}
    </Stack>
  );
}
