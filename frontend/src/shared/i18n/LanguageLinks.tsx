// The other languages, for those who cannot read this one: each in its own words.
import { Button, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { chooseLanguage } from "./i18n";
import { type Language, languages } from "./languages";

export function LanguageLinks() {
  const { t, i18n } = useTranslation();
  return (
    <Group component="nav" aria-label={t("settings.language")} gap="xs" mt="xl">
      {(Object.keys(languages) as Language[])
        .filter((language) => language !== i18n.language)
        .map((language) => (
          <Button
            key={language}
            lang={language}
            variant="subtle"
            size="compact-md"
            onClick={() => void chooseLanguage(language)}
          >
            {languages[language].name}
          </Button>
        ))}
    </Group>
  );
}
