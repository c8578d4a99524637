// An attachment in the timeline: small, with its caption.
import { Text } from "@mantine/core";
import type { Attachment } from "@/shared/api/types";
import { useAltText } from "./MediaGrid";
import { isVideo, mediaUrl } from "./media";

export function AttachmentGist({ item }: { item: Attachment }) {
  const alt = useAltText()(item);
  return (
    <>
      {!isVideo(item) && (
        <img
          src={mediaUrl(item, "thumb")}
          alt={item.caption ? "" : alt}
          loading="lazy"
          style={{ maxHeight: "8rem", maxWidth: "100%", borderRadius: "var(--mantine-radius-md)" }}
        />
      )}
      {(item.caption || isVideo(item)) && <Text lineClamp={2}>{alt}</Text>}
    </>
  );
}
