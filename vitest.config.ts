import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { coreVitePlugin } from "./build/core-bundle.mjs";
import { exporterVitePlugin } from "./build/exporter-bundle.mjs";

export default defineConfig({
  plugins: [exporterVitePlugin, coreVitePlugin],
  resolve: {
    // The package `obsidian` holds types only; what runs is the stand-in.
    alias: { obsidian: fileURLToPath(new URL("test/support/obsidian-shell/obsidian.ts", import.meta.url)) },
  },
  test: {
    include: ["test/**/*.test.ts"],
    environment: "node",
    setupFiles: ["test/support/law-seed.ts"],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Many tests wait for a process or a browser: on two cores one worker would leave one idle.
    maxWorkers: "100%",
  },
});
