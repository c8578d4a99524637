// Which cues this device gives while watching: it shakes unless told otherwise, and sounds only if told to.
import { preference, setPreference } from "@/shared/lib/preferences";

export interface CuePreferences {
  vibration: boolean;
  sound: boolean;
}

export const cuePreferences = (): CuePreferences => ({
  vibration: preference("vibration-cue") !== "off",
  sound: preference("sound-cue") === "on",
});

export function chooseCues({ vibration, sound }: CuePreferences): void {
  setPreference("vibration-cue", vibration ? null : "off");
  setPreference("sound-cue", sound ? "on" : null);
}
