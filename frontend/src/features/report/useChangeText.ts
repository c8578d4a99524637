import { useTranslation } from "react-i18next";
import type { Figure, ReportChange } from "@/shared/api/types";
import { rounded } from "@/shared/figures/figure";

/** "25 % (n = 4) → 90 % (n = 10)", or why there is no figure. */
export function useChangeText() {
  const { t } = useTranslation();
  const one = ({ value, n }: Figure, unit: string) =>
    t("report.figure", { value: `${rounded(value, 2)}${unit}`, n });
  return ({ begin, end }: ReportChange, unit: string) =>
    begin.value === null || end.value === null
      ? t("report.notComputable", { reason: begin.reason ?? end.reason })
      : t("report.change", { begin: one(begin, unit), end: one(end, unit) });
}
