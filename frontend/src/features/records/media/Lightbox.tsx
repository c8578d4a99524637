// One photo or video, large. The arrow keys leaf; Escape closes.
import { ActionIcon, Anchor, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Attachment } from "@/shared/api/types";
import { formatDayAndTime } from "@/shared/lib/time";
import { useAltText } from "./MediaGrid";
import classes from "./MediaGrid.module.css";
import { isVideo, mediaUrl } from "./media";

interface LightboxProps {
  items: Attachment[];
  /** The id of the one that is shown. */
  open: string | undefined;
  onMove: (id: string) => void;
  onClose: () => void;
}

export function Lightbox({ items, open, onMove, onClose }: LightboxProps) {
  const { t } = useTranslation();
  const alt = useAltText();
  const at = items.findIndex(({ id }) => id === open);
  const item = items[at];
  const before = items[at - 1];
  const after = items[at + 1];
  const leaf = (event: KeyboardEvent) => {
    // A video's own controls use the arrows too.
    if (event.target instanceof HTMLVideoElement) return;
    const next = event.key === "ArrowLeft" ? before : event.key === "ArrowRight" ? after : undefined;
    if (next) onMove(next.id);
  };
  return (
    <Modal
      opened={item !== undefined}
      onClose={onClose}
      size="auto"
      centered
      title={item && t("media.position", { number: at + 1, count: items.length })}
      closeButtonProps={{ "aria-label": t("common.close") }}
      onKeyDown={leaf}
    >
      {item && (
        <Stack gap="sm">
          <Group wrap="nowrap" gap="xs">
            <ActionIcon
              aria-label={t("media.previous")}
              disabled={!before}
              onClick={() => before && onMove(before.id)}
            >
              <IconChevronLeft aria-hidden />
            </ActionIcon>
            <div className={classes.stage} key={item.id}>
              {isVideo(item) ? (
                // biome-ignore lint/a11y/useMediaCaption: people's own films have none; the caption below says what is to be seen
                <video src={mediaUrl(item, "full")} controls preload="metadata" aria-label={alt(item)} />
              ) : (
                <img src={mediaUrl(item, "medium")} alt={alt(item)} />
              )}
            </div>
            <ActionIcon
              aria-label={t("media.next")}
              disabled={!after}
              onClick={() => after && onMove(after.id)}
            >
              <IconChevronRight aria-hidden />
            </ActionIcon>
          </Group>
          {item.caption && <Text>{item.caption}</Text>}
          <Text size="sm" c="dimmed">
            {`${item.author.name} · ${formatDayAndTime(new Date(item.occurredAt))}`}
          </Text>
          <Group gap="xs">
            <Button component={Link} to={`/dogs/${item.dogId}/records/${item.id}`} variant="light">
              {t("media.details")}
            </Button>
            <Anchor href={mediaUrl(item, "full")} download>
              {t("media.download")}
            </Anchor>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}
