// An appointment on one of its days: when and where, who comes, and another time for it without dragging.
import { Badge, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Occurrence } from "@/shared/agenda/occurrences";
import type { Dog, DogRecord } from "@/shared/api/types";
import { formatDayAndTime, formatTime, toLocalDay } from "@/shared/lib/time";
import { useLabels } from "@/shared/lib/useLabels";
import { Answers } from "./Answers";
import { MoveForm } from "./MoveForm";
import type { Times } from "./moves";

interface OccurrenceDialogProps {
  occurrence: Occurrence;
  records: DogRecord[];
  dog: Dog;
  mayMove: boolean;
  onMove: (to: Times) => void;
  onClose: () => void;
}

export function OccurrenceDialog(props: OccurrenceDialogProps) {
  const { occurrence, records, dog, mayMove, onMove, onClose } = props;
  const { t } = useTranslation();
  const { choice } = useLabels();
  const { appointment, start, end } = occurrence;
  const sameDay = end && toLocalDay(end) === toLocalDay(start);
  const ends = end && (sameDay ? formatTime(end) : formatDayAndTime(end));
  const { place, room, notes, attendees = [] } = appointment;
  return (
    <Modal
      opened
      onClose={onClose}
      title={appointment.title}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Stack gap="sm">
        <Group gap="xs">
          <Badge variant="light" tt="none">
            {choice(appointment.kind)}
          </Badge>
          {appointment.recurrence && (
            <Badge variant="light" color="gray" tt="none">
              {t("calendar.repeats")}
            </Badge>
          )}
          {appointment.canceled && (
            <Badge color="red" variant="light" tt="none">
              {t("calendar.canceled")}
            </Badge>
          )}
        </Group>
        <Text>
          <strong>{dog.name}</strong>
          {` · `}
          <time dateTime={start.toISOString()}>{formatDayAndTime(start)}</time>
          {ends && ` – ${ends}`}
        </Text>
        {(place || room) && <Text>{[place, room].filter(Boolean).join(" · ")}</Text>}
        {attendees.length > 0 && <Text c="dimmed">{attendees.map(({ name }) => name).join(", ")}</Text>}
        {notes && <Text style={{ whiteSpace: "pre-line" }}>{notes}</Text>}
        <Answers occurrence={occurrence} records={records} />
        {mayMove && <MoveForm occurrence={occurrence} onMove={onMove} />}
        <Button component={Link} to={`/dogs/${dog.id}/records/${appointment.id}`} variant="subtle">
          {t("calendar.openRecord")}
        </Button>
      </Stack>
    </Modal>
  );
}
