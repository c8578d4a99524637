import { Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Dog } from "@/shared/api/types";
import { formatDay, startOfDay } from "@/shared/lib/time";

/** The profile, to be read. */
export function DogFacts({ dog }: { dog: Dog }) {
  const { t } = useTranslation();
  const facts: [string, string | undefined][] = [
    [t("dog.name"), dog.name],
    [t("dog.breed"), dog.breed],
    [t("dog.sex"), dog.sex && t(`dog.${dog.sex}`)],
    [
      t("dog.neutered"),
      dog.neutered === undefined ? undefined : t(dog.neutered ? "common.yes" : "common.no"),
    ],
    [t("dog.birthDate"), dog.birthDate && formatDay(startOfDay(dog.birthDate))],
    [t("dog.microchip"), dog.microchip],
    [t("dog.timeZone"), dog.timeZone],
  ];
  return (
    <Table variant="vertical" layout="fixed">
      <Table.Tbody>
        {facts.map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th w="40%" scope="row">
              {name}
            </Table.Th>
            <Table.Td>{value ?? t("common.notStated")}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
