// An attachment's own page: what is to be seen, and what it says.
import { Anchor, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Attachment } from "@/shared/api/types";
import { useAltText } from "./MediaGrid";
import { isVideo, mediaUrl } from "./media";
import { useBytes } from "./useBytes";

export function AttachmentBody({ item }: { item: Attachment }) {
  const { t } = useTranslation();
  const alt = useAltText()(item);
  const bytes = useBytes();
  const style = { maxWidth: "100%", maxHeight: "70vh", borderRadius: "var(--mantine-radius-md)" };
  return (
    <Stack gap="sm">
      {isVideo(item) ? (
        // biome-ignore lint/a11y/useMediaCaption: people's own films have none; the caption says what is to be seen
        <video src={mediaUrl(item, "full")} controls preload="metadata" aria-label={alt} style={style} />
      ) : (
        <img src={mediaUrl(item, "medium")} alt={alt} style={style} />
      )}
      {item.caption && <Text fz="lg">{item.caption}</Text>}
      <Text size="sm" c="dimmed">
        {[item.width && item.height && `${item.width} × ${item.height}`, bytes(item.size)]
          .filter(Boolean)
          .join(" · ")}
      </Text>
      {item.recordId && (
        <Anchor component={Link} to={`/dogs/${item.dogId}/records/${item.recordId}`}>
          {t("media.itsRecord")}
        </Anchor>
      )}
    </Stack>
  );
}
