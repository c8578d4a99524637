// How each record type looks: its icon and color.
import { ThemeIcon } from "@mantine/core";
import {
  IconListCheck,
  IconMessage,
  IconNote,
  IconRoute,
  IconScale,
  IconTargetArrow,
} from "@tabler/icons-react";
import type { RecordType } from "@/shared/api/types";

const kinds = {
  note: { Icon: IconNote, color: "indigo" },
  "abc-record": { Icon: IconRoute, color: "orange" },
  session: { Icon: IconListCheck, color: "pine" },
  target: { Icon: IconTargetArrow, color: "grape" },
  comment: { Icon: IconMessage, color: "gray" },
  weight: { Icon: IconScale, color: "cyan" },
} satisfies Record<RecordType, { Icon: typeof IconNote; color: string }>;

export function RecordIcon({ type, size = 40 }: { type: RecordType; size?: number }) {
  const { Icon, color } = kinds[type];
  return (
    <ThemeIcon size={size} radius="md" variant="light" color={color} aria-hidden="true">
      <Icon size={size * 0.55} />
    </ThemeIcon>
  );
}
