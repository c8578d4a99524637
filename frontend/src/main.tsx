import "@fontsource-variable/figtree/wght.css";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "@/app/global.css";
import "@/shared/i18n/i18n";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { z } from "zod";
import { App } from "@/app/App";
import { registerWorker } from "@/app/appUpdate";

// Zod would compile its checks with eval, which the Content-Security-Policy forbids.
z.config({ jitless: true });

void registerWorker();

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
