export function findChromium(environment?: NodeJS.ProcessEnv): string | undefined;
export function findOnPath(name: string, environment?: NodeJS.ProcessEnv): string | undefined;
