// Where the words are typed. The search follows a moment after the last letter, or at once by Enter.
import { ActionIcon, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { IconSearch, IconX } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

const longest = 200;

interface SearchBoxProps {
  words: string;
  error?: string;
  onChange: (words: string) => void;
}

export function SearchBox({ words, error, onChange }: SearchBoxProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(words);
  const told = useRef(words);
  const field = useRef<HTMLInputElement>(null);
  const tell = (text: string) => {
    told.current = text.trim();
    if (told.current !== words) onChange(told.current);
  };
  const tellSoon = useDebouncedCallback(tell, 300);
  // The way back, or a link, brought other words.
  useEffect(() => {
    if (words === told.current) return;
    told.current = words;
    setTyped(words);
  }, [words]);
  const type = (text: string) => {
    setTyped(text);
    tellSoon(text);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        tellSoon.cancel();
        tell(typed);
      }}
    >
      <TextInput
        ref={field}
        type="search"
        enterKeyHint="search"
        autoFocus={words === ""}
        aria-label={t("search.words")}
        placeholder={t("search.words")}
        maxLength={longest}
        error={error}
        leftSection={<IconSearch size={18} aria-hidden />}
        rightSection={
          typed && (
            <ActionIcon
              variant="subtle"
              aria-label={t("search.empty")}
              onClick={() => {
                tellSoon.cancel();
                setTyped("");
                tell("");
                field.current?.focus();
              }}
            >
              <IconX size={18} aria-hidden />
            </ActionIcon>
          )
        }
        value={typed}
        onChange={(event) => type(event.currentTarget.value)}
      />
    </form>
  );
}
