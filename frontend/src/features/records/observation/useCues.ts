// Says that an interval or the whole time is over without being looked at: the device shakes, and sounds if wanted.
// While watching the screen stays on, where the browser lets it.
import { useEffect, useRef } from "react";

export const canVibrate = () => typeof navigator.vibrate === "function";

const patterns = { interval: [180], end: [250, 120, 250, 120, 250] };
const pitch = { interval: 660, end: 880 };

function beep(audio: AudioContext, hertz: number) {
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(0.2, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.35);
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.35);
}

interface Cues {
  vibration: boolean;
  sound: boolean;
}

/** Cues each time `interval` grows, and once when it is `over`. */
export function useCues({ vibration, sound }: Cues, interval: number, over: boolean): void {
  const audio = useRef<AudioContext>(undefined);
  useEffect(() => {
    if (!sound || typeof AudioContext === "undefined") return;
    const context = new AudioContext();
    audio.current = context;
    return () => {
      audio.current = undefined;
      void context.close();
    };
  }, [sound]);

  const heard = useRef({ interval, over });
  useEffect(() => {
    const before = heard.current;
    heard.current = { interval, over };
    const cue = over && !before.over ? "end" : !over && interval > before.interval ? "interval" : undefined;
    if (!cue) return;
    if (vibration) navigator.vibrate?.(patterns[cue]);
    if (audio.current) beep(audio.current, pitch[cue]);
  }, [interval, over, vibration]);
}

export function useScreenStaysOn(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    let gone = false;
    // The browser lets go of it whenever the page is out of sight.
    const ask = async () => {
      if (document.visibilityState !== "visible") return;
      try {
        const taken = await navigator.wakeLock?.request("screen");
        if (gone) await taken?.release();
        else lock = taken;
      } catch {
        // A battery that is low: the screen turns off as usual.
      }
    };
    void ask();
    document.addEventListener("visibilitychange", ask);
    return () => {
      gone = true;
      document.removeEventListener("visibilitychange", ask);
      void lock?.release();
    };
  }, []);
}
