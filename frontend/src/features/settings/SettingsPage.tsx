// How the app speaks to this person: at once on this device, and on others that have yet to be told.
import { Button, Card, NativeSelect, Stack, Text } from "@mantine/core";
import { IconServer } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useChangeMe } from "@/features/accounts/security.queries";
import type { AccountChange } from "@/shared/api/types";
import { chooseLanguage } from "@/shared/i18n/i18n";
import { type Language, languages } from "@/shared/i18n/languages";
import { preference } from "@/shared/lib/preferences";
import {
  chooseWeightUnit,
  usualWeightUnit,
  type WeightUnit,
  weightUnit,
  weightUnits,
} from "@/shared/lib/weight";
import { Page } from "@/shared/ui/Page";
import { toastError } from "@/shared/ui/toasts";

export function SettingsPage() {
  const { t } = useTranslation();
  const [language, setLanguage] = useState(preference("language") ?? "");
  const [unit, setUnit] = useState(preference("weight-unit") ?? "");
  const changeMe = useChangeMe();
  // Without a connection it stays this device's; the choice itself works.
  const tellAccount = (change: AccountChange) => changeMe.mutate(change);
  const speak = async (chosen: string) => {
    try {
      await chooseLanguage((chosen || null) as Language | null);
      setLanguage(chosen);
      // BCP 47's tag for a language that is not said.
      tellAccount({ locale: chosen || "und" });
    } catch (error) {
      toastError(error);
    }
  };
  return (
    <Page title={t("settings.title")} subtitle={t("settings.subtitle")} back="/">
      <Card>
        <Stack>
          <NativeSelect
            label={t("settings.language")}
            description={t("settings.languageHint")}
            value={language}
            onChange={(event) => void speak(event.currentTarget.value)}
          >
            <option value="">{t("settings.asBrowser")}</option>
            {Object.entries(languages).map(([tag, { name }]) => (
              <option key={tag} value={tag} lang={tag}>
                {name}
              </option>
            ))}
          </NativeSelect>
          <NativeSelect
            label={t("settings.weightUnit")}
            value={unit}
            onChange={(event) => {
              const chosen = event.currentTarget.value;
              chooseWeightUnit((chosen || null) as WeightUnit | null);
              setUnit(chosen);
              tellAccount({ units: weightUnit() === "lb" ? "imperial" : "metric" });
            }}
          >
            <option value="">{t("settings.usualUnit", { unit: usualWeightUnit() })}</option>
            {weightUnits.map((one) => (
              <option key={one} value={one}>
                {t(`settings.unit.${one}`)}
              </option>
            ))}
          </NativeSelect>
          <Text size="sm" c="dimmed">
            {t("settings.here")}
          </Text>
        </Stack>
      </Card>
      <Button
        component={Link}
        to="/server"
        variant="subtle"
        mt="md"
        leftSection={<IconServer size={18} aria-hidden />}
      >
        {t("server.open")}
      </Button>
    </Page>
  );
}
