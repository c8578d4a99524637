// What the dog met, how close, and how it took it.
import { Anchor, Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { canLog } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { formatDay } from "@/shared/lib/time";
import { PagePart } from "@/shared/ui/PagePart";
import { ErrorState, ListSkeleton } from "@/shared/ui/states";
import { WideTable } from "@/shared/ui/WideTable";
import { useMetTriggers } from "./behavior.queries";

export function TriggersPart() {
  const { t } = useTranslation();
  const dog = useDog();
  const { triggers, isPending, isError, error, refetch } = useMetTriggers(dog.id);
  const chart = (trigger: string) =>
    `/dogs/${dog.id}/progress?chart=trigger-threshold&trigger=${encodeURIComponent(trigger)}`;
  return (
    <PagePart
      title={t("behavior.triggers")}
      add={
        canLog(dog, "trigger-exposure") && {
          to: `/dogs/${dog.id}/log/trigger-exposure`,
          label: t("behavior.addExposure"),
        }
      }
      empty={!isPending && !isError && triggers.length === 0 && t("behavior.noTriggers")}
    >
      {isPending ? (
        <ListSkeleton rows={2} />
      ) : isError ? (
        <ErrorState error={error} retry={() => refetch()} />
      ) : (
        <WideTable label={t("behavior.triggersCaption")} minWidth={420}>
          <Table striped captionSide="top">
            <Table.Caption>{t("behavior.triggersCaption")}</Table.Caption>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{t("fields.trigger")}</Table.Th>
                <Table.Th scope="col" ta="right">
                  {t("behavior.times")}
                </Table.Th>
                <Table.Th scope="col" ta="right">
                  {t("behavior.closest")}
                </Table.Th>
                <Table.Th scope="col" ta="right">
                  {t("behavior.worst")}
                </Table.Th>
                <Table.Th scope="col">{t("behavior.last")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {triggers.map(({ name, times, closestMeters, worst, last }) => (
                <Table.Tr key={name}>
                  <Table.Th scope="row">
                    <Anchor component={Link} to={chart(name)} aria-label={t("behavior.threshold", { name })}>
                      {name}
                    </Anchor>
                  </Table.Th>
                  <Table.Td ta="right">{times}</Table.Td>
                  <Table.Td ta="right">{t("safety.meters", { distance: closestMeters })}</Table.Td>
                  <Table.Td ta="right">{t("abc.ofFive", { level: worst })}</Table.Td>
                  <Table.Td>{formatDay(new Date(last))}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </WideTable>
      )}
    </PagePart>
  );
}
