// The browser's speech recognition (Web Speech API), where there is one. Most browsers have their maker's servers
// listen; some listen on the device.

interface Recognition extends EventTarget {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  start(): void;
  stop(): void;
}

interface ResultEvent extends Event {
  resultIndex: number;
  results: ArrayLike<ArrayLike<{ transcript: string }> & { isFinal: boolean }>;
}

declare global {
  interface Window {
    SpeechRecognition?: new () => Recognition;
    webkitSpeechRecognition?: new () => Recognition;
  }
}

export type SpeechProblem = "refused" | "unreachable" | "failed";

export interface Listening {
  stop: () => void;
}

interface Ears {
  heard: (text: string) => void;
  ended: () => void;
  failed: (why: SpeechProblem) => void;
}

const recognizer = () => window.SpeechRecognition ?? window.webkitSpeechRecognition;

export const canListen = () => recognizer() !== undefined;

const problems: Record<string, SpeechProblem> = {
  "not-allowed": "refused",
  "service-not-allowed": "refused",
  "audio-capture": "refused",
  network: "unreachable",
};
/** Nothing was said, or the person stopped: no problem. */
const silent = new Set(["no-speech", "aborted"]);

/** Listens until it is stopped. Only for browsers that can. */
export function listen(language: string, ears: Ears): Listening {
  const Recognizer = recognizer();
  if (!Recognizer) throw new Error("This browser cannot listen.");
  const recognition = new Recognizer();
  recognition.lang = language;
  recognition.continuous = true;
  recognition.interimResults = false;
  recognition.addEventListener("result", (event) => {
    const { results, resultIndex } = event as ResultEvent;
    for (let index = resultIndex; index < results.length; index += 1) {
      const result = results[index];
      if (result?.isFinal && result[0]) ears.heard(result[0].transcript);
    }
  });
  recognition.addEventListener("error", (event) => {
    const { error } = event as Event & { error: string };
    if (!silent.has(error)) ears.failed(problems[error] ?? "failed");
  });
  recognition.addEventListener("end", ears.ended);
  recognition.start();
  return { stop: () => recognition.stop() };
}
