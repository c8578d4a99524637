// A text in which people are named: after an "@" it offers those who may read what is written.
import { Combobox, Textarea, type TextareaProps, useCombobox } from "@mantine/core";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "@/features/accounts/accounts.queries";
import { useCircle } from "@/features/circle/circle.queries";
import type { Role, Section } from "@/shared/api/types";
import { useDog } from "@/shared/lib/dogContext";
import { canListen } from "@/shared/lib/speech";
import { DictateButton, withHeard } from "@/shared/ui/DictateButton";
import { namedIn, typedName, withMarkup, withNames } from "./mentions";

interface MentionTextareaProps extends Omit<TextareaProps, "value" | "onChange" | "label"> {
  label: string;
  /** With mentions as they are stored. */
  value: string;
  onChange: (value: string) => void;
  section: Section;
  audience: readonly Role[];
}

const mostOffered = 6;

export function MentionTextarea({
  label,
  value,
  onChange,
  section,
  audience,
  ...props
}: MentionTextareaProps) {
  const { t } = useTranslation();
  const dog = useDog();
  const { data: me } = useMe();
  const { data: circle } = useCircle(dog.id);
  const box = useRef<HTMLTextAreaElement>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [typed, setTyped] = useState<string>();

  // An organization is named by its people; those who do not manage the circle do not know them.
  const readers = (circle?.items ?? [])
    .filter(({ sections }) => sections[section] !== "none")
    .flatMap(({ accountId, name, role, people: its = [] }) =>
      accountId ? [{ id: accountId, name, role }] : its,
    )
    .filter(({ id, role }) => audience.includes(role) && id !== me?.id)
    .map(({ id, name }) => ({ id, name }));
  const people = [...namedIn(value), ...readers];
  const offered =
    typed === undefined
      ? []
      : readers
          .filter(({ name }) => name.toLowerCase().startsWith(typed.toLowerCase()))
          .slice(0, mostOffered);

  const changed = (text: string, caret: number) => {
    const name = typedName(text.slice(0, caret));
    setTyped(name);
    if (name === undefined) combobox.closeDropdown();
    else combobox.openDropdown();
    onChange(withMarkup(text, people));
  };
  const take = (id: string) => {
    const person = readers.find((one) => one.id === id);
    const caret = box.current?.selectionStart ?? 0;
    const text = withNames(value);
    const begin = caret - (typed?.length ?? 0);
    if (person) onChange(withMarkup(`${text.slice(0, begin)}${person.name} ${text.slice(caret)}`, people));
    setTyped(undefined);
    combobox.closeDropdown();
    box.current?.focus();
  };

  return (
    <Combobox store={combobox} onOptionSubmit={take}>
      <Combobox.EventsTarget withExpandedAttribute={offered.length > 0}>
        <Textarea
          {...props}
          label={label}
          ref={box}
          value={withNames(value)}
          onChange={({ currentTarget }) => changed(currentTarget.value, currentTarget.selectionStart)}
          onBlur={() => combobox.closeDropdown()}
          rightSection={
            canListen() && (
              <DictateButton label={label} onText={(heard) => onChange(withHeard(value, heard))} />
            )
          }
          rightSectionWidth="2.9rem"
          rightSectionProps={{ style: { alignItems: "flex-start", paddingTop: 2 } }}
        />
      </Combobox.EventsTarget>
      <Combobox.DropdownTarget>
        <span />
      </Combobox.DropdownTarget>
      <Combobox.Dropdown hidden={offered.length === 0}>
        <Combobox.Options aria-label={t("notifications.people")}>
          {offered.map(({ id, name }) => (
            <Combobox.Option key={id} value={id}>
              {name}
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
