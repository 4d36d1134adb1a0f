import { Option, type Command } from "commander";
import { textFormats } from "../pipeline";
import { command, withSelection, type Perform, type StrictFlag } from "./command-shape";
import type { EventsFlags } from "./commands/events";
import type { PcapFlags } from "./commands/pcap";

/** Adds `events`. */
export function addEvents(program: Command, perform: Perform): void {
  const examples = [
    "events lab.pcapng",
    "events lab.md --block 2 --format mermaid",
    "events lab.pcapng -o lab.txt",
  ];
  const added = command(
    program,
    "events <input>",
    "write an input as an event list, or another text",
    examples,
  );
  added
    .addOption(new Option("--format <F>", "which text").choices([...textFormats]).default("list"))
    .option("-o, --output <FILE>", "file to write (default: stdout)")
    .option("--block <N>", "which ladder block of a note, from 1", "1");
  withSelection(added).action(async (input: string, flags: EventsFlags & StrictFlag) => {
    await perform(
      async (session) => (await import("./commands/events")).events(input, flags, session),
      flags.strict === true,
    );
  });
}

/** Adds `pcap`. */
export function addPcap(program: Command, perform: Perform): void {
  const examples = ["pcap lab.md -o lab.pcapng", "pcap web.pcapng --conversation 2 -o second.pcapng"];
  const added = command(
    program,
    "pcap <input>",
    "write an input as a capture that Wireshark opens",
    examples,
  );
  added
    .requiredOption("-o, --output <FILE>", "pcapng file to write, - for stdout")
    .option("--block <N>", "which ladder block of a note, from 1", "1");
  withSelection(added).action(async (input: string, flags: PcapFlags & StrictFlag) => {
    await perform(
      async (session) => (await import("./commands/pcap")).pcap(input, flags, session),
      flags.strict === true,
    );
  });
}
