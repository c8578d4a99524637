// Seconds, typed or measured: a number field with a stopwatch beside it. A running one survives a reload.
import { Button, Group, NumberInput } from "@mantine/core";
import { IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { formatClock } from "../lib/time";
import { useDraft } from "../lib/useDraft";

interface DurationTimerProps {
  /** Under which a running stopwatch is kept on the device: of a dog, so that it goes with the dog. */
  keptAs: string;
  label: string;
  value: number | undefined;
  onChange: (seconds: number | undefined) => void;
  error?: React.ReactNode;
}

export function DurationTimer({ keptAs, label, value, onChange, error }: DurationTimerProps) {
  const { t } = useTranslation();
  const stopwatch = useDraft<number | null>(`${keptAs}.timer`, () => null);
  const startedAt = stopwatch.value ?? undefined;
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (startedAt === undefined) return;
    const tick = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(tick);
  }, [startedAt]);

  const running = startedAt !== undefined;
  const toggle = () => {
    if (running) {
      onChange(Math.round((Date.now() - startedAt) / 1000));
      stopwatch.update(() => null);
      stopwatch.discard();
    } else {
      setNow(Date.now());
      stopwatch.update(() => Date.now());
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
