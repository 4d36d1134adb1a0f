import { type Command, Option } from "commander";
import type { ExitCode } from "./command-error";
import type { Session } from "./session";

/** What a command gives back when it has something to say by its exit code. */
export type Outcome = ExitCode | undefined;

/** A command's work, loaded when it is called for, so that each command starts with its own code only. */
export type Work = (session: Session) => Promise<Outcome>;

/** Runs the work of the command that was called. */
export type Perform = (work: Work, strict: boolean) => Promise<void>;

/** The flag that every command has. */
export interface StrictFlag {
  readonly strict?: true;
}

/** Adds a command with its examples and the flag that all have. */
export function command(
  program: Command,
  name: string,
  description: string,
  examples: readonly string[],
): Command {
  const lines = examples.map((example) => `  packet-ladder ${example}`).join("\n");
  return program
    .command(name)
    .description(description)
    .option("--strict", "exit with 1 when there were warnings or errors")
    .addHelpText("after", `\nExamples:\n${lines}`);
}

/** Adds the options of a ladder block that can be given as flags. */
export function withSelection(added: Command): Command {
  return added
    .option(
      "--conversation <N>",
      "which conversation: its number, 'udp N', 'a.b.c.d:p - e.f.g.h:q', or 'all'",
    )
    .option("--filter <F>", "only the frames a display filter matches, such as 'tcp.port == 80'")
    .option("--title <T>", "heading of the drawing")
    .option("--names <LIST>", "names to show, such as '192.0.2.1 = Client, 192.0.2.2:80 = Server'")
    .addOption(
      new Option("--style <STYLE>", "drawn by hand, or ruled in a plain font").choices(["hand", "clean"]),
    )
    .addOption(new Option("--theme <THEME>", "for a light or a dark page").choices(["light", "dark"]))
    .addOption(wiresharkOption())
    .option(...noRepair)
    .addOption(engineOption());
}

/** The option of every command that reads captures. */
export function engineOption(): Option {
  return new Option("--engine <ENGINE>", "let the installed tshark take captures apart").choices(["tshark"]);
}

/** What that option gives. */
export interface EngineFlag {
  readonly engine?: "tshark";
}

/** The option of every command that judges segments as Wireshark does; left out: 4.4, or what a block says. */
export function wiresharkOption(): Option {
  return new Option(
    "--wireshark <VERSION>",
    "which Wireshark to agree with where versions differ (default: 4.4)",
  ).choices(["4.0", "4.4"]);
}

/** The option of every command that reads text. */
export const noRepair = ["--no-repair", "read scanned tables as they are written"] as const;

/** What that option gives. */
export interface RepairFlag {
  /** False for `--no-repair`. */
  readonly repair: boolean;
}
