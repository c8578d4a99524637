// When mail and push wait, and when the digest comes.
import { Card, Group, NativeSelect, Select, Stack, Switch, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type NotificationPreferences, weekdays } from "@/shared/api/types";

interface QuietHoursCardProps {
  preferences: NotificationPreferences;
  onChange: (preferences: NotificationPreferences) => void;
}

const usual = { from: "22:00", to: "07:00", exceptAlerts: false };
const zones = Intl.supportedValuesOf("timeZone");
const zoneHere = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export function QuietHoursCard({ preferences, onChange }: QuietHoursCardProps) {
  const { t } = useTranslation();
  const quiet = preferences.quietHours;
  const zone = preferences.timeZone ?? "UTC";
  const change = (part: Partial<NotificationPreferences>) => onChange({ ...preferences, ...part });
  const hours = Array.from({ length: 24 }, (_, hour) => ({
    value: String(hour),
    label: `${String(hour).padStart(2, "0")}:00`,
  }));
  return (
    <Card>
      <Stack>
        <Switch
          label={t("notifications.quiet")}
          description={t("notifications.quietText")}
          checked={quiet !== undefined}
          onChange={(event) =>
            change(
              event.currentTarget.checked
                ? { quietHours: usual, timeZone: zone === "UTC" ? zoneHere() : zone }
                : { quietHours: undefined },
            )
          }
        />
        {quiet && (
          <>
            <Group grow>
              <TextInput
                type="time"
                label={t("notifications.from")}
                required
                value={quiet.from}
                onChange={(event) => change({ quietHours: { ...quiet, from: event.currentTarget.value } })}
              />
              <TextInput
                type="time"
                label={t("notifications.to")}
                required
                value={quiet.to}
                onChange={(event) => change({ quietHours: { ...quiet, to: event.currentTarget.value } })}
              />
            </Group>
            <Switch
              label={t("notifications.exceptAlerts")}
              checked={quiet.exceptAlerts ?? false}
              onChange={(event) =>
                change({ quietHours: { ...quiet, exceptAlerts: event.currentTarget.checked } })
              }
            />
          </>
        )}
        <Group grow align="flex-start">
          <Select
            label={t("notifications.digest")}
            value={preferences.digest ?? "daily"}
            allowDeselect={false}
            onChange={(value) => change({ digest: value as NotificationPreferences["digest"] })}
            data={[
              { value: "daily", label: t("notifications.daily") },
              { value: "weekly", label: t("notifications.weekly") },
            ]}
          />
          {preferences.digest === "weekly" && (
            <Select
              label={t("notifications.digestDay")}
              value={preferences.digestWeekday ?? "monday"}
              allowDeselect={false}
              onChange={(value) =>
                change({ digestWeekday: value as NotificationPreferences["digestWeekday"] })
              }
              data={weekdays.map((value) => ({ value, label: t(`notifications.weekday.${value}`) }))}
            />
          )}
          <Select
            label={t("notifications.digestHour")}
            value={String(preferences.digestHour ?? 8)}
            allowDeselect={false}
            onChange={(value) => change({ digestHour: Number(value) })}
            data={hours}
          />
        </Group>
        <NativeSelect
          label={t("notifications.zone")}
          description={t("notifications.zoneHere", { zone: zoneHere() })}
          value={zone}
          onChange={(event) => change({ timeZone: event.currentTarget.value })}
          data={zones.includes(zone) ? zones : [zone, ...zones]}
        />
      </Stack>
    </Card>
  );
}
