// Seconds, typed or measured: a number field with a stopwatch beside it.
import { Button, Group, NumberInput } from "@mantine/core";
import { IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatClock } from "../lib/time";

interface DurationTimerProps {
  label: string;
  value: number | undefined;
  onChange: (seconds: number | undefined) => void;
  error?: React.ReactNode;
}

export function DurationTimer({ label, value, onChange, error }: DurationTimerProps) {
  const { t } = useTranslation();
  const [startedAt, setStartedAt] = useState<number>();
  const [now, setNow] = useState(0);
  useEffect(() => {
    if (startedAt === undefined) return;
    const tick = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(tick);
  }, [startedAt]);

  const running = startedAt !== undefined;
  const toggle = () => {
    if (running) {
      onChange(Math.round((Date.now() - startedAt) / 1000));
      setStartedAt(undefined);
    } else {
      setNow(Date.now());
      setStartedAt(Date.now());
    }
  };
  return (
    <Group align="flex-end" wrap="nowrap" gap="xs">
      <NumberInput
        label={label}
        suffix={` ${t("units.seconds")}`}
        min={0}
        value={running ? Math.floor((now - startedAt) / 1000) : (value ?? "")}
        onChange={(seconds) => onChange(typeof seconds === "number" ? seconds : undefined)}
        readOnly={running}
        error={error}
        flex={1}
      />
      <Button
        variant={running ? "filled" : "light"}
        color={running ? "red" : undefined}
        onClick={toggle}
        leftSection={
          running ? <IconPlayerStop size={18} aria-hidden /> : <IconPlayerPlay size={18} aria-hidden />
        }
        miw="8.5rem"
      >
        {running ? t("timer.stop", { time: formatClock((now - startedAt) / 1000) }) : t("timer.start")}
      </Button>
    </Group>
  );
}
