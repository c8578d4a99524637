// How each record type looks: its icon and color.
import { ThemeIcon } from "@mantine/core";
import {
  IconAlertTriangle,
  IconBone,
  IconCalendar,
  IconDog,
  IconEye,
  IconFlag,
  IconHeartbeat,
  IconHome,
  IconListCheck,
  IconMedicineSyrup,
  IconMessage,
  IconNote,
  IconPaw,
  IconPhoto,
  IconPill,
  IconRoute,
  IconRulerMeasure,
  IconScale,
  IconShieldHalf,
  IconStethoscope,
  IconTargetArrow,
  IconUrgent,
  IconVaccine,
  IconWalk,
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
  alert: { Icon: IconAlertTriangle, color: "red" },
  allergy: { Icon: IconMedicineSyrup, color: "red" },
  "care-instruction": { Icon: IconShieldHalf, color: "yellow" },
  "behavior-definition": { Icon: IconRulerMeasure, color: "orange" },
  homework: { Icon: IconHome, color: "pine" },
  "homework-log": { Icon: IconHome, color: "pine" },
  incident: { Icon: IconUrgent, color: "red" },
  medication: { Icon: IconPill, color: "cyan" },
  "medication-given": { Icon: IconPill, color: "cyan" },
  phase: { Icon: IconFlag, color: "pine" },
  reinforcer: { Icon: IconBone, color: "yellow" },
  "trigger-exposure": { Icon: IconWalk, color: "orange" },
  vaccination: { Icon: IconVaccine, color: "cyan" },
  "vet-visit": { Icon: IconStethoscope, color: "cyan" },
  visit: { Icon: IconPaw, color: "indigo" },
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
