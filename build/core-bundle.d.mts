import type { Plugin as EsbuildPlugin } from "esbuild";
import type { Plugin as VitePlugin } from "vitest/config";

export function builtCore(name: string): Promise<unknown>;
export function corePackages(): Promise<string[]>;
export const corePlugin: EsbuildPlugin;
export const coreVitePlugin: VitePlugin;
