import type { Command } from "commander";
import type { SelectionFlags } from "./block-source";
import { command, wiresharkOption, withSelection, type Perform, type StrictFlag } from "./command-shape";

/** Adds the commands that tell what TCP did: in sentences, and on its state diagram. */
export function addAnalysis(program: Command, perform: Perform): void {
  addExplain(program, perform);
  addStates(program, perform);
}

function addExplain(program: Command, perform: Perform): void {
  const examples = ["explain lab.pcapng", "explain lab.pcapng --conversation all", "explain handshake.txt"];
  const added = command(program, "explain <input>", "say in plain English what happened and why", examples);
  added.option("--block <N>", "which ladder block of a note, from 1", "1");
  withSelection(added).action(
    async (input: string, flags: SelectionFlags & StrictFlag & { readonly block?: string }) => {
      await perform(
        async (session) => (await import("./commands/explain")).explain({ input, flags }, session),
        flags.strict === true,
      );
    },
  );
}

interface StatesFlags extends StrictFlag, Pick<SelectionFlags, "wireshark"> {
  readonly conversation?: string;
  readonly title?: string;
  readonly block?: string;
  readonly outDir?: string;
}

function addStates(program: Command, perform: Perform): void {
  const examples = ["states lab.pcapng", "states lab.pcapng --conversation 2", "states handshake.txt"];
  command(program, "states <input>", "draw both ends' paths on the TCP state diagram", examples)
    .option("--conversation <N>", "which conversation: its number, or 'a.b.c.d:p - e.f.g.h:q' of a capture")
    .option("--title <T>", "heading of the drawing")
    .option("--block <N>", "which ladder block of a note, from 1", "1")
    .option("--out-dir <DIR>", "folder to write to (default: beside the input)")
    .addOption(wiresharkOption())
    .action(async (input: string, flags: StatesFlags) => {
      await perform(
        async (session) => (await import("./commands/states")).states({ input, flags }, session),
        flags.strict === true,
      );
    });
}
