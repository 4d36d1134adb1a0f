/** What the process ends with; the contract of the command line (docs/command-line.md). */
export const exitCodes = {
  done: 0,
  /** From `check`: something is wrong or stale; from the others only under `--strict`. */
  findings: 1,
  /** Nothing readable, or a file that cannot be written. */
  failed: 2,
  badArguments: 64,
} as const;

/** One of the exit codes. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Ends a command: words for a person, ready to print, and the exit code. Never shown with a stack. */
export class CommandError extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, words: string) {
    super(words);
    this.name = "CommandError";
    this.exitCode = exitCode;
  }
}

/** Tells whether an error comes from the operating system, which then has a code such as `ENOENT`. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && typeof error.code === "string" && "syscall" in error;
}

const systemWords: Readonly<Record<string, string>> = {
  ENOENT: "no such file or folder",
  EISDIR: "this is a folder, a file is needed",
  ENOTDIR: "a part of this path is a file, not a folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "this file system can only be read",
  ENOSPC: "no space left on the device",
  ENAMETOOLONG: "this name is too long for the file system",
  ELOOP: "too many symbolic links",
  EMFILE: "too many open files",
  EEXIST: "a file of this name is in the way",
};

/** Gives a failure of the operating system in words, about the path it was met at: `a.pcap: permission denied`. */
export function describeSystemError(error: NodeJS.ErrnoException, path: string): string {
  return `${path}: ${systemWords[error.code ?? ""] ?? error.message}`;
}
