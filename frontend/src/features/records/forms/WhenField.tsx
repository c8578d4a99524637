// When something happened: now, a while ago by a tap, or any time.
import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { toLocalInput, toRfc3339 } from "@/shared/lib/time";

interface WhenFieldProps {
  label: string;
  value: string;
  onChange: (at: string) => void;
  error: string | undefined;
  /** Whether taps for the near past are offered. */
  past: boolean;
}

const minutesAgo = { now: 0, quarter: 15, hour: 60, yesterday: 24 * 60 } as const;
const offers = Object.keys(minutesAgo) as (keyof typeof minutesAgo)[];

export function WhenField({ label, value, onChange, error, past }: WhenFieldProps) {
  const { t } = useTranslation();
  return (
    <Stack gap={6}>
      <TextInput
        type="datetime-local"
        label={label}
        value={toLocalInput(new Date(value))}
        onChange={(event) => {
          const at = new Date(event.currentTarget.value);
          if (!Number.isNaN(at.getTime())) onChange(toRfc3339(at));
        }}
        error={error}
      />
      {past && (
        <Group gap={6} role="group" aria-label={t("form.whenOffers")}>
          {offers.map((offer) => (
            <Button
              key={offer}
              variant="default"
              radius="xl"
              px="md"
              mih="2.75rem"
              onClick={() => onChange(toRfc3339(new Date(Date.now() - minutesAgo[offer] * 60_000)))}
            >
              {t(`form.when.${offer}`)}
            </Button>
          ))}
        </Group>
      )}
    </Stack>
  );
}
