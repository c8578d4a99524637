// A text area that may be spoken into.
import { Textarea, type TextareaProps } from "@mantine/core";
import { canListen } from "@/shared/lib/speech";
import { DictateButton, withHeard } from "@/shared/ui/DictateButton";

interface SpokenTextareaProps extends Omit<TextareaProps, "value" | "onChange" | "label"> {
  label: string;
  value: string;
  onChange: (value: string) => void;
}

export function SpokenTextarea({ value, onChange, ...props }: SpokenTextareaProps) {
  return (
    <Textarea
      {...props}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      rightSection={
        canListen() && (
          <DictateButton label={props.label} onText={(heard) => onChange(withHeard(value, heard))} />
        )
      }
      rightSectionWidth="2.9rem"
      rightSectionProps={{ style: { alignItems: "flex-start", paddingTop: 2 } }}
    />
  );
}
