// A dog's profile, for a new dog and for changes.
import {
  Button,
  Group,
  NativeSelect,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { schemaResolver, useForm } from "@mantine/form";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { z } from "zod";
import { fieldErrors } from "@/shared/api/problem";
import { type Dog, type NewDog, type Role, roles } from "@/shared/api/types";
import { toLocalDay } from "@/shared/lib/time";
import { FormAlert } from "@/shared/ui/FormAlert";
import { useUnsavedGuard } from "@/shared/ui/useUnsavedGuard";

export type DogFields = Omit<NewDog, "role" | "organizationId">;

interface DogFormProps {
  /** Absent: a new dog, whose creator says what they are to it. */
  dog?: Dog;
  /** Of a new dog: whose it is, above what they are to it. */
  owner?: ReactNode;
  /** Resolves when it is saved. Its error is shown at the fields. */
  onSave: (fields: DogFields, role: Role) => Promise<unknown>;
  onSaved: () => void;
  error: unknown;
  busy: boolean;
}

/** Those that the browser knows, and the one that is stated. */
function timeZones(stated: string): string[] {
  const known = Intl.supportedValuesOf("timeZone");
  return stated && !known.includes(stated) ? [stated, ...known] : known;
}

export function DogForm({ dog, owner, onSave, onSaved, error, busy }: DogFormProps) {
  const { t } = useTranslation();
  const schema = useMemo(() => z.object({ name: z.string().trim().min(1, t("rules.required")) }), [t]);
  const form = useForm({
    initialValues: {
      name: dog?.name ?? "",
      breed: dog?.breed ?? "",
      sex: dog?.sex ?? "",
      neutered: dog?.neutered === undefined ? "" : String(dog.neutered),
      birthDate: dog?.birthDate ?? "",
      microchip: dog?.microchip ?? "",
      // Of a new dog, where its creator is.
      timeZone: dog ? (dog.timeZone ?? "") : Intl.DateTimeFormat().resolvedOptions().timeZone,
      role: "owner" as Role,
    },
    validate: schemaResolver(schema, { sync: true }),
  });
  const { guard, release } = useUnsavedGuard(form.isDirty());

  const submit = form.onSubmit(async ({ role, ...values }) => {
    const fields: DogFields = {
      name: values.name.trim(),
      breed: values.breed.trim() || undefined,
      sex: (values.sex || undefined) as DogFields["sex"],
      neutered: values.neutered ? values.neutered === "true" : undefined,
      birthDate: values.birthDate || undefined,
      microchip: values.microchip.trim() || undefined,
      timeZone: values.timeZone || undefined,
    };
    try {
      await onSave(fields, role);
      release();
      onSaved();
    } catch (failure) {
      form.setErrors(fieldErrors(failure));
    }
  });
  return (
    <form onSubmit={submit} noValidate>
      {guard}
      <Stack>
        <FormAlert error={error} fields={Object.keys(form.values)} />
        <TextInput label={t("dog.name")} autoComplete="off" {...form.getInputProps("name")} />
        {owner}
        {!dog && (
          <Stack gap={4}>
            <Text size="sm" fw={500} id="your-role">
              {t("dog.yourRole")}
            </Text>
            <SegmentedControl
              aria-labelledby="your-role"
              data={roles.map((role) => ({ value: role, label: t(`roles.one.${role}`) }))}
              size="md"
              fullWidth
              {...form.getInputProps("role")}
            />
            <Text size="sm" c="dimmed">
              {t(`dog.roleHint.${form.values.role}`)}
            </Text>
          </Stack>
        )}
        <TextInput label={t("dog.breed")} autoComplete="off" {...form.getInputProps("breed")} />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <NativeSelect
            label={t("dog.sex")}
            data={[
              { value: "", label: t("common.notStated") },
              { value: "female", label: t("dog.female") },
              { value: "male", label: t("dog.male") },
            ]}
            {...form.getInputProps("sex")}
          />
          <NativeSelect
            label={t("dog.neutered")}
            data={[
              { value: "", label: t("common.notStated") },
              { value: "true", label: t("common.yes") },
              { value: "false", label: t("common.no") },
            ]}
            {...form.getInputProps("neutered")}
          />
          <TextInput
            type="date"
            label={t("dog.birthDate")}
            min="1980-01-01"
            max={toLocalDay(new Date())}
            {...form.getInputProps("birthDate")}
          />
          <TextInput
            label={t("dog.microchip")}
            inputMode="numeric"
            autoComplete="off"
            {...form.getInputProps("microchip")}
          />
        </SimpleGrid>
        <NativeSelect
          label={t("dog.timeZone")}
          description={t("dog.timeZoneHint")}
          data={[{ value: "", label: t("common.notStated") }, ...timeZones(form.values.timeZone)]}
          {...form.getInputProps("timeZone")}
        />
        <Group justify="flex-end">
          <Button type="submit" loading={busy} size="md">
            {dog ? t("common.save") : t("dog.add")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
