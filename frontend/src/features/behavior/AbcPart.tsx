// What tends to follow what, by the server's figures.
import { Anchor, Group, List, NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";
import { useBehaviors, useFigures } from "@/features/progress/progress.queries";
import { FigureTable } from "@/shared/figures/FigureTable";
import { abcAnalysis } from "@/shared/figures/records";
import { canLog } from "@/shared/lib/access";
import { useDog } from "@/shared/lib/dogContext";
import { PagePart } from "@/shared/ui/PagePart";
import { ErrorState, ListSkeleton } from "@/shared/ui/states";

export function AbcPart() {
  const { t } = useTranslation();
  const dog = useDog();
  const [params, setParams] = useSearchParams();
  const behavior = params.get("behavior") ?? undefined;
  const { names } = useBehaviors(dog.id, true);
  const figures = useFigures(dog.id, "abc-analysis", { behavior }, {});
  const view = figures.data && abcAnalysis(figures.data, t);
  return (
    <PagePart
      title={t("behavior.abc")}
      add={canLog(dog, "abc-record") && { to: `/dogs/${dog.id}/log/abc-record`, label: t("behavior.addAbc") }}
      empty={!behavior && view?.rows.length === 0 && t("behavior.noAbc")}
    >
      {figures.isPending ? (
        <ListSkeleton rows={2} />
      ) : !view ? (
        <ErrorState error={figures.error} retry={() => figures.refetch()} />
      ) : (
        <>
          {names.length > 0 && (
            <NativeSelect
              label={t("fields.behavior")}
              value={behavior ?? ""}
              data={[{ value: "", label: t("progress.all") }, ...names]}
              onChange={(event) => {
                const chosen = event.currentTarget.value;
                setParams(chosen ? { behavior: chosen } : {}, { replace: true });
              }}
            />
          )}
          {view.facts && view.facts.length > 0 && (
            <List size="sm">
              {view.facts.map((fact) => (
                <List.Item key={fact}>{fact}</List.Item>
              ))}
            </List>
          )}
          <FigureTable view={view} />
          <Group>
            <Anchor
              component={Link}
              to={`/dogs/${dog.id}/progress?chart=abc-analysis${behavior ? `&behavior=${encodeURIComponent(behavior)}` : ""}`}
            >
              {t("behavior.toChart")}
            </Anchor>
          </Group>
        </>
      )}
    </PagePart>
  );
}
