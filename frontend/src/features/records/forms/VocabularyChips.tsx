// What was written into a field before, of this dog, to be tapped instead of typed.
import { Button, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { RecordType } from "@/shared/api/types";
import { useDog } from "@/shared/lib/dogContext";
import { sameWord } from "../sameWord";
import { useVocabulary } from "../vocabulary.queries";

interface VocabularyChipsProps {
  type: RecordType;
  field: string;
  /** The field's label. */
  label: string;
  value: string;
  onChange: (value: string) => void;
}

export function VocabularyChips({ type, field, label, value, onChange }: VocabularyChipsProps) {
  const { t } = useTranslation();
  const words = useVocabulary(useDog().id, type, field);
  if (words.length === 0) return null;
  const tap = (word: string) => {
    if (sameWord(word, value)) return onChange("");
    // A word that was tapped is taken for another one; what was typed stays.
    const typed = value.trim() !== "" && !words.some((one) => sameWord(one, value));
    onChange(typed ? `${value.trim()}, ${word}` : word);
  };
  return (
    <Group gap={6} role="group" aria-label={t("form.usedBefore", { field: label })}>
      {words.map((word) => (
        <Button
          key={word}
          variant={sameWord(word, value) ? "filled" : "light"}
          radius="xl"
          px="md"
          mih="2.75rem"
          aria-pressed={sameWord(word, value)}
          onClick={() => tap(word)}
        >
          {word}
        </Button>
      ))}
    </Group>
  );
}
