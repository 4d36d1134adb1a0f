import { Command, CommanderError, Option } from "commander";
import { version } from "../../package.json";
import { addAnalysis } from "./analysis-commands";
import {
  command,
  engineOption,
  noRepair,
  wiresharkOption,
  withSelection,
  type EngineFlag,
  type Outcome,
  type Perform,
  type RepairFlag,
  type StrictFlag,
} from "./command-shape";
import { exitCodes, type ExitCode } from "./command-error";
import type { SelectionFlags } from "./block-source";
import type { ListFlags } from "./commands/list";
import type { RegenerateFlags } from "./commands/regenerate";
import type { SvgFlags } from "./commands/svg";
import type { WiresharkRules } from "../pipeline";
import type { Session } from "./session";
import { addEvents, addPcap } from "./writing-commands";

/**
 * Reads the arguments and runs the command they name. Gives its exit code, 64 for bad arguments.
 *
 * Throws what the command throws.
 */
export async function runArguments(argv: readonly string[], session: Session): Promise<ExitCode> {
  let outcome: Outcome;
  const program = createProgram(async (work, strict) => {
    outcome = (await work(session)) ?? strictOutcome(strict, session);
  }, argv[0]);
  try {
    if (argv.length === 0) program.help({ error: true });
    await program.parseAsync(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.done : exitCodes.badArguments;
  }
  return outcome ?? exitCodes.done;
}

function strictOutcome(strict: boolean, session: Session): Outcome {
  const worst = session.reporter.worst();
  return strict && (worst === "warning" || worst === "error") ? exitCodes.findings : undefined;
}

/** Commands in the order of the help, and what adds them. */
const adders: readonly (readonly [
  names: readonly string[],
  add: (program: Command, perform: Perform) => void,
])[] = [
  [["draw"], addDraw],
  [["list"], addList],
  [["explain", "states"], addAnalysis],
  [["packets"], addPackets],
  [["trace", "ladder", "scene"], addStages],
  [["regenerate"], addRegenerate],
  [["svg"], addSvg],
  [["events"], addEvents],
  [["pcap"], addPcap],
  [["check"], addCheck],
];

/**
 * Gives the command line as commander knows it; `perform` runs the work of the command that was called. Where the first argument is
 * the name of one, the others are left out: nobody sees them, and adding them takes longer than reading a small capture.
 */
export function createProgram(perform: Perform, first?: string): Command {
  const program = new Command("packet-ladder")
    .description("Draws network captures and event lists as Excalidraw ladder diagrams.")
    .version(version)
    .exitOverride()
    .addHelpText("after", mainHelp);
  const called = adders.filter(([names]) => first !== undefined && names.includes(first));
  for (const [, add] of called.length > 0 ? called : adders) add(program, perform);
  return program;
}

const mainHelp = `
INPUT is a capture (pcap, pcapng, also gzipped), what tshark -T json, ek or pdml printed, a capture note, an
event list, or - for stdin; it is recognised by its content. Results go to stdout, everything else to stderr.

Exit codes: 0 done; 1 findings (check, or with --strict); 2 nothing readable or a file that cannot be
written; 64 bad arguments.

Examples:
  packet-ladder draw lab.pcapng
  packet-ladder list lab.pcapng
  packet-ladder regenerate lab.md`;

function addDraw(program: Command, perform: Perform): void {
  const examples = [
    "draw lab.pcapng",
    "draw lab.pcapng --conversation 2 --title 'The second one' --out-dir ~/vault/lab",
    "draw handshake.txt",
    "draw - --out-dir notes < lab.pcap",
  ];
  const added = command(program, "draw <input>", "write capture note, drawing note and SVG", examples);
  withSelection(added.option("--out-dir <DIR>", "folder to write to (default: beside the input)")).action(
    async (input: string, flags: SelectionFlags & StrictFlag & { readonly outDir?: string }) => {
      await perform(
        async (session) => (await import("./commands/draw")).draw(input, flags, session),
        flags.strict === true,
      );
    },
  );
}

function addList(program: Command, perform: Perform): void {
  const examples = [
    "list lab.pcapng",
    "list lab.pcapng --sort bytes --filter 'tls'",
    "list lab.pcapng --json",
  ];
  command(program, "list <input>", "list the conversations", examples)
    .option("--json", "as JSON, one conversation a line")
    .option("--no-analysis", "without retransmissions, names and what matters: faster for large captures")
    .option("--filter <F>", "only conversations with a frame that a display filter matches")
    .addOption(
      new Option("--sort <ORDER>", "what comes first").choices([
        ...["number", "start", "packets", "bytes", "duration", "sent-again", "anomalies"],
      ]),
    )
    .addOption(wiresharkOption())
    .option(...noRepair)
    .addOption(engineOption())
    .action(async (input: string, flags: StrictFlag & RepairFlag & ListFlags) => {
      await perform(
        async (session) => (await import("./commands/list")).list(input, flags, session),
        flags.strict === true,
      );
    });
}

interface PacketsFlags extends StrictFlag, RepairFlag, EngineFlag {
  readonly fields: string;
  readonly wireshark?: WiresharkRules;
}

function addPackets(program: Command, perform: Perform): void {
  const examples = [
    "packets lab.pcapng --fields frame.number,tcp.stream,tcp.seq,tcp.ack",
    "packets handshake.txt --fields frame.number,tcp.flags,tcp.seq",
  ];
  command(
    program,
    "packets <input>",
    "print fields of every frame, tab-separated, as tshark -T fields does",
    examples,
  )
    .requiredOption("--fields <LIST>", "field names with commas between them")
    .option(...noRepair)
    .addOption(wiresharkOption())
    .addOption(engineOption())
    .action(async (input: string, flags: PacketsFlags) => {
      const request = {
        input,
        fields: flags.fields.split(",").map((field) => field.trim()),
        flags,
      };
      await perform(
        async (session) => (await import("./commands/packets")).packets(request, session),
        flags.strict === true,
      );
    });
}

interface StageFlags extends SelectionFlags, StrictFlag {
  readonly block?: string;
  readonly text?: true;
}

function addStages(program: Command, perform: Perform): void {
  const stages = [
    ["trace", "print what happened on the wire, as JSON"],
    ["ladder", "print the layout, as JSON or as a text picture"],
    ["scene", "print the Excalidraw elements, as JSON"],
  ] as const;
  for (const [stage, description] of stages) {
    const examples = [`${stage} lab.pcapng`, `${stage} lab.md --block 2`];
    const added = command(program, `${stage} <input>`, description, examples);
    if (stage === "ladder") added.option("--text", "a picture in box characters");
    added.option("--block <N>", "which ladder block of a note, from 1", "1");
    withSelection(added).action(async (input: string, flags: StageFlags) => {
      await perform(
        async (session) => (await import("./commands/stage")).printStage({ stage, input, flags }, session),
        flags.strict === true,
      );
    });
  }
}

function addRegenerate(program: Command, perform: Perform): void {
  const examples = [
    "regenerate lab.md",
    "regenerate notes --dry-run",
    "regenerate lab.md --block 2 --json",
    "regenerate lab.md --take-new 'Xb3kP0aQ/label'",
  ];
  command(
    program,
    "regenerate <notes...>",
    "make or renew the drawings of capture notes, or of all in a folder, keeping hand edits",
    examples,
  )
    .option("--dry-run", "say what would be done and write nothing")
    .option("--json", "say what became of each drawing as JSON, one a line")
    .option("--block <N>", "only this ladder block of each note, from 1")
    .option("--restore-deleted", "bring back what was deleted from the drawings by hand")
    .option(...noRepair)
    .option(
      "--take-new <EVENT/PART>",
      "take what is generated instead of a hand edit; may be repeated",
      collect,
    )
    .action(async (notes: string[], flags: StrictFlag & RegenerateFlags) => {
      await perform(
        async (session) => (await import("./commands/regenerate")).regenerate(notes, flags, session),
        flags.strict === true,
      );
    });
}

function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

function addSvg(program: Command, perform: Perform): void {
  const examples = [
    "svg lab.excalidraw.md -o lab.svg",
    "svg lab.pcapng --conversation 1 -o second.svg",
    "svg lab.md --text outlined --theme dark -o slide.svg",
  ];
  const added = command(program, "svg <input>", "export a drawing, or draw an input, as SVG", examples);
  added
    .requiredOption("-o, --output <FILE>", "file to write, - for stdout")
    .addOption(
      new Option(
        "--text <HOW>",
        "letters as text with its font, or as outlines that every program shows alike",
      )
        .choices(["embedded", "outlined"])
        .default("embedded"),
    );
  withSelection(added).action(async (input: string, flags: StrictFlag & SvgFlags) => {
    await perform(
      async (session) => (await import("./commands/svg")).svg(input, flags, session),
      flags.strict === true,
    );
  });
}

function addCheck(program: Command, perform: Perform): void {
  const examples = ["check lab.md", "check notes", "check homework.txt"];
  command(
    program,
    "check <notes...>",
    "look for warnings, errors, stale and missing drawings in notes and lists; writes nothing",
    examples,
  )
    .option(...noRepair)
    .action(async (notes: string[], flags: StrictFlag & RepairFlag) => {
      await perform(
        async (session) => (await import("./commands/check")).check(notes, flags, session),
        flags.strict === true,
      );
    });
}
