// Thumbnails in a grid; each opens in the lightbox.
import { Text, UnstyledButton } from "@mantine/core";
import { IconPhotoOff, IconPlayerPlayFilled, IconVideo } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Attachment } from "@/shared/api/types";
import { formatDay } from "@/shared/lib/time";
import { Lightbox } from "./Lightbox";
import classes from "./MediaGrid.module.css";
import { isVideo, mediaUrl } from "./media";

export function MediaGrid({ items, label }: { items: Attachment[]; label: string }) {
  const [open, setOpen] = useState<string>();
  return (
    <>
      <ul className={classes.grid} aria-label={label}>
        {items.map((item) => (
          <li key={item.id}>
            <Tile item={item} onOpen={() => setOpen(item.id)} />
          </li>
        ))}
      </ul>
      <Lightbox items={items} open={open} onMove={setOpen} onClose={() => setOpen(undefined)} />
    </>
  );
}

/** What is to be seen, for those who cannot see it. */
export function useAltText(): (item: Attachment) => string {
  const { t } = useTranslation();
  return (item) => {
    const day = formatDay(new Date(item.occurredAt));
    return (
      item.caption || t(isVideo(item) ? "media.videoOf" : "media.photoOf", { day, name: item.author.name })
    );
  };
}

function Tile({ item, onOpen }: { item: Attachment; onOpen: () => void }) {
  const { t } = useTranslation();
  const alt = useAltText()(item);
  const [broken, setBroken] = useState(false);
  return (
    <UnstyledButton className={classes.tile} onClick={onOpen} aria-label={t("media.open", { what: alt })}>
      {isVideo(item) ? (
        <span className={classes.video}>
          <IconVideo size={36} aria-hidden />
          <IconPlayerPlayFilled size={20} aria-hidden />
          {item.durationSeconds !== undefined && (
            <Text size="sm">{t("media.seconds", { seconds: Math.round(item.durationSeconds) })}</Text>
          )}
        </span>
      ) : broken ? (
        <span className={classes.video}>
          <IconPhotoOff size={36} aria-hidden />
          <Text size="sm">{t("media.gone")}</Text>
        </span>
      ) : (
        <img src={mediaUrl(item, "thumb")} alt={alt} loading="lazy" onError={() => setBroken(true)} />
      )}
    </UnstyledButton>
  );
}
