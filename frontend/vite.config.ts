import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { VitePWA } from "vite-plugin-pwa";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [
    react(),
    VitePWA({
      strategies: "injectManifest",
      srcDir: "src/sw",
      filename: "sw.ts",
      // public/manifest.webmanifest is written by hand; src/app/appUpdate.ts registers the worker.
      manifest: false,
      injectRegister: false,
      injectManifest: {
        globPatterns: ["**/*.{html,js,css,woff2,svg,png,webmanifest}"],
        maximumFileSizeToCacheInBytes: 4_000_000,
        // Names of assets carry a hash already.
        dontCacheBustURLsMatching: /^assets\//,
      },
    }),
  ],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: { proxy: { "/v1": "http://127.0.0.1:8080" } },
  build: {
    target: "es2023",
    // The server's Content-Security-Policy allows data: for images only; everything else stays a file.
    assetsInlineLimit: 0,
    // ECharts is a chunk of its own and the largest; scripts/check-size.mjs watches what loads first.
    chunkSizeWarningLimit: 600,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // What is loaded together comes in one file: sixty would cost a slow network a round trip each, and a slow
        // processor its time.
        codeSplitting: {
          groups: [
            { name: "app", tags: ["$initial"], priority: 3 },
            { name: "icons", test: /@tabler/, priority: 2 },
            // The frame of every page after signing in, with all that it imports.
            { name: "frame", test: /src\/app\/(ReplicaGate|Shell)\.tsx$/, priority: 1 },
            { name: "shared", minShareCount: 8 },
          ],
        },
      },
    },
  },
  test: {
    environment: "jsdom",
    setupFiles: ["src/testing/setup.ts"],
    restoreMocks: true,
    // Nothing here is about speed; a busy machine may take its time.
    testTimeout: 60_000,
  },
});
