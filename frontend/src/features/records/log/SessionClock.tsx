import { Text, UnstyledButton } from "@mantine/core";
import { IconClock, IconClockOff } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatClock, formatTime } from "@/shared/lib/time";
import type { SessionDraft } from "./useSessionDraft";

interface SessionClockProps {
  draft: SessionDraft;
  onTimed: (timed: boolean) => void;
}

/** How long the session has run; a tap leaves the time out of the record, another takes it in again. */
export function SessionClock({ draft, onTimed }: SessionClockProps) {
  const { t } = useTranslation();
  const start = new Date(draft.fields.occurredAt);
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!draft.timed) return;
    const tick = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(tick);
  }, [draft.timed]);
  const Icon = draft.timed ? IconClock : IconClockOff;
  const shown = draft.timed ? formatClock((now - start.getTime()) / 1000) : formatTime(start);
  return (
    <UnstyledButton
      aria-pressed={draft.timed}
      aria-label={`${t("session.timed")}: ${shown}`}
      onClick={() => onTimed(!draft.timed)}
      style={{ display: "flex", alignItems: "center", gap: 4, minHeight: "1.5rem" }}
    >
      <Icon size={16} aria-hidden />
      <Text span size="sm" c="dimmed" style={{ fontVariantNumeric: "tabular-nums" }}>
        {shown}
      </Text>
    </UnstyledButton>
  );
}
