import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { precompress } from "./build/precompress.ts";

// The development server hands everything that is not the page to a running Parley.
const server = process.env.PARLEY_SERVER ?? "http://127.0.0.1:8080";

const BASE =
  /node_modules\/(?:react|react-dom|scheduler|use-sync-external-store|i18next|react-i18next|idb|clsx|@tanstack\/[^/]+)\//;

export default defineConfig({
  plugins: [react(), precompress()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    target: "es2022",
    sourcemap: false,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What every page needs and what changes only with a new version of a library: one file, kept for long.
          groups: [{ name: "base", test: BASE }],
        },
      },
    },
  },
  server: {
    proxy: {
      "/api": { target: server },
      "/pictures": { target: server },
      "/ws": { target: server, ws: true },
    },
  },
  test: {
    include: ["src/**/*.test.{ts,tsx}"],
    environment: "node",
    restoreMocks: true,
  },
});
