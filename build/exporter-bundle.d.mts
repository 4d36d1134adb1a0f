import type { Plugin as EsbuildPlugin } from "esbuild";
import type { Plugin as VitePlugin } from "vitest/config";

export function exporterBundle(): Promise<string>;
export function uncutExporter(): Promise<string>;
export const exporterPlugin: EsbuildPlugin;
export const exporterVitePlugin: VitePlugin;
