// A box for each kind of event and each way to be told of it.
import { Card, Checkbox, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { type NotificationPreferences, notificationKinds, notificationWays } from "@/shared/api/types";
import { WideTable } from "@/shared/ui/WideTable";
import { camelCase } from "./camelCase";

interface WaysTableProps {
  preferences: NotificationPreferences;
  onChange: (preferences: NotificationPreferences) => void;
}

export function WaysTable({ preferences, onChange }: WaysTableProps) {
  const { t } = useTranslation();
  return (
    <Card>
      <WideTable label={t("notifications.ways")} minWidth={480}>
        <Table verticalSpacing="xs" aria-label={t("notifications.ways")}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("notifications.kind")}</Table.Th>
              {notificationWays.map((way) => (
                <Table.Th key={way}>{t(`notifications.way.${way}`)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {notificationKinds.map((kind) => {
              const name = camelCase(kind);
              const ways = preferences[name] ?? {};
              return (
                <Table.Tr key={kind}>
                  <Table.Th scope="row" fw={400}>
                    {t(`notifications.kinds.${kind}`)}
                  </Table.Th>
                  {notificationWays.map((way) => (
                    <Table.Td key={way}>
                      <Checkbox
                        aria-label={`${t(`notifications.kinds.${kind}`)}: ${t(`notifications.way.${way}`)}`}
                        checked={ways[way] ?? false}
                        onChange={(event) =>
                          onChange({
                            ...preferences,
                            [name]: { ...ways, [way]: event.currentTarget.checked },
                          })
                        }
                      />
                    </Table.Td>
                  ))}
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </WideTable>
      <Text size="sm" c="dimmed" mt="xs">
        {t("notifications.waysText")}
      </Text>
    </Card>
  );
}
