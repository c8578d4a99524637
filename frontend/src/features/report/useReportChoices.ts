// What the report is to hold, kept in the address.
import { useSearchParams } from "react-router";
import type { ReportPart, ReportRequest, Role } from "@/shared/api/types";
import { roles } from "@/shared/api/types";

export const parts = [
  "training",
  "behavior",
  "triggers",
  "homework",
  "health",
  "incidents",
  "visits",
  "notes",
  "events",
] as const satisfies readonly ReportPart[];

export const presets = ["30", "90", "365", "days"] as const;
export type Preset = (typeof presets)[number];
export type Paper = "A4" | "letter";

export interface ReportChoices {
  request: ReportRequest;
  preset: Preset;
  paper: Paper;
  change: (changes: Record<string, string | undefined>) => void;
}

/** Paper as people use it where they live. */
const usualPaper: Paper = /-(US|CA|MX|PH)$/.test(navigator.language) ? "letter" : "A4";

export function useReportChoices(): ReportChoices {
  const [params, setParams] = useSearchParams();
  const preset = presets.find((known) => known === params.get("period")) ?? "90";
  const as: Role = roles.find((role) => role === params.get("as")) ?? "owner";
  const list = (name: string) => params.get(name)?.split(",").filter(Boolean);
  const asked = list("parts");
  const include = asked && parts.filter((part) => asked.includes(part));
  const request: ReportRequest = {
    as,
    include: include?.length ? include : [...parts],
    notes: list("notes") ?? [],
    ...(preset === "days"
      ? { from: params.get("from") ?? undefined, to: params.get("to") ?? undefined }
      : { lastDays: Number(preset) }),
  };
  const paper = params.get("paper");
  return {
    request,
    preset,
    paper: paper === "A4" || paper === "letter" ? paper : usualPaper,
    change: (changes) =>
      setParams(
        (before) => {
          for (const [name, value] of Object.entries(changes)) {
            if (value) before.set(name, value);
            else before.delete(name);
          }
          return before;
        },
        { replace: true },
      ),
  };
}
