// How each record type looks: its icon and color.
import { ThemeIcon } from "@mantine/core";
import {
  IconCalendar,
  IconDog,
  IconEye,
  IconHeartbeat,
  IconListCheck,
  IconMessage,
  IconNote,
  IconPhoto,
  IconRoute,
  IconScale,
  IconTargetArrow,
} from "@tabler/icons-react";
import type { RecordType, Section } from "@/shared/api/types";
import { sectionOf } from "@/shared/lib/access";

interface Kind {
  Icon: typeof IconNote;
  color: string;
}

const kinds: Partial<Record<RecordType, Kind>> = {
  note: { Icon: IconNote, color: "indigo" },
  "abc-record": { Icon: IconRoute, color: "orange" },
  session: { Icon: IconListCheck, color: "pine" },
  target: { Icon: IconTargetArrow, color: "grape" },
  comment: { Icon: IconMessage, color: "gray" },
  weight: { Icon: IconScale, color: "cyan" },
  attachment: { Icon: IconPhoto, color: "teal" },
};

/** Of the types that have no look of their own. */
const kindsBySection: Record<Section, Kind> = {
  profile: { Icon: IconDog, color: "yellow" },
  notes: { Icon: IconNote, color: "indigo" },
  training: { Icon: IconListCheck, color: "pine" },
  behavior: { Icon: IconEye, color: "orange" },
  health: { Icon: IconHeartbeat, color: "cyan" },
  calendar: { Icon: IconCalendar, color: "grape" },
  media: { Icon: IconPhoto, color: "gray" },
};

export function RecordIcon({ type, size = 40 }: { type: RecordType; size?: number }) {
  const { Icon, color } = kinds[type] ?? kindsBySection[sectionOf(type)];
  return (
    <ThemeIcon size={size} radius="md" variant="light" color={color} aria-hidden="true">
      <Icon size={size * 0.55} />
    </ThemeIcon>
  );
}
