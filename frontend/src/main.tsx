import "@fontsource-variable/figtree/wght.css";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "@/app/global.css";
import { StrictMode, startTransition } from "react";
import { createRoot } from "react-dom/client";
import { z } from "zod";
import { App } from "@/app/App";
import { registerWorker } from "@/app/appUpdate";
import { speakUsualLanguage } from "@/shared/i18n/i18n";

// Zod would compile its checks with eval, which the Content-Security-Policy forbids.
z.config({ jitless: true });

void registerWorker();

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
// Without its texts, which may not be reachable, a language is English.
await speakUsualLanguage().catch(() => {});
// In slices, so that a slow phone answers to taps meanwhile.
startTransition(() =>
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
);
