// Weights are kept in kilograms and shown in the unit that the person reads.
import { formatNumber } from "../i18n/locale";
import { country } from "../i18n/region";
import { preference, setPreference } from "./preferences";

export const weightUnits = ["kg", "lb"] as const;
export type WeightUnit = (typeof weightUnits)[number];

const kilogramsPerPound = 0.45359237;
/** Where scales show pounds. */
const poundCountries = ["US", "LR", "MM"];

export const usualWeightUnit = (): WeightUnit => (poundCountries.includes(country() ?? "") ? "lb" : "kg");

export function weightUnit(): WeightUnit {
  const chosen = weightUnits.find((unit) => unit === preference("weight-unit"));
  return chosen ?? usualWeightUnit();
}

/** Null: that of the browser's country. */
export const chooseWeightUnit = (unit: WeightUnit | null) => setPreference("weight-unit", unit);

/** What was chosen on another device, unless something else was chosen on this one. */
export function adoptUnits(units: "metric" | "imperial"): void {
  if (preference("weight-unit") === null && units === "imperial") chooseWeightUnit("lb");
}

const round = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits;

/** In the person's unit, as exact as scales are. */
export const shownWeight = (kilograms: number): number =>
  weightUnit() === "lb" ? round(kilograms / kilogramsPerPound, 1) : kilograms;

/** What was typed in the person's unit, in kilograms. */
export const inKilograms = (weight: number): number =>
  weightUnit() === "lb" ? round(weight * kilogramsPerPound, 3) : weight;

/** "38.4 kg" or "84.7 lb". */
export const formatWeight = (kilograms: number) => `${formatNumber(shownWeight(kilograms))} ${weightUnit()}`;
