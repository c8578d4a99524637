// Speaks a text into a field, where the browser can listen. What it heard is added; nothing that was typed is touched.
import { ActionIcon } from "@mantine/core";
import { IconMicrophone, IconPlayerStopFilled } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { canListen, type Listening, listen } from "../lib/speech";
import { toastError } from "./toasts";

interface DictateButtonProps {
  /** The field's label. */
  label: string;
  onText: (text: string) => void;
}

export function DictateButton({ label, onText }: DictateButtonProps) {
  const { t, i18n } = useTranslation();
  const [listening, setListening] = useState<Listening>();
  // What is heard goes to the field as it is by then.
  const hear = useRef(onText);
  hear.current = onText;
  useEffect(() => () => listening?.stop(), [listening]);
  if (!canListen()) return null;

  const start = () =>
    setListening(
      listen(navigator.language || i18n.language, {
        heard: (text) => hear.current(text),
        ended: () => setListening(undefined),
        failed: (why) => toastError(new Error(t(`dictation.${why}`))),
      }),
    );
  return (
    <ActionIcon
      variant={listening ? "filled" : "subtle"}
      color={listening ? "red" : undefined}
      aria-pressed={listening !== undefined}
      aria-label={t(listening ? "dictation.stop" : "dictation.start", { field: label })}
      title={t("dictation.where")}
      onClick={() => (listening ? listening.stop() : start())}
    >
      {listening ? <IconPlayerStopFilled aria-hidden /> : <IconMicrophone aria-hidden />}
    </ActionIcon>
  );
}

/** The text with what was heard after it. */
export const withHeard = (text: string, heard: string) =>
  [text.trimEnd(), heard.trim()].filter(Boolean).join(" ");
