import type { Diagnostic } from "../base/diagnostic";
import type {
  BlockReading,
  CaptureSummary,
  ConversationLine,
  ConversationOrder,
  ConversationSelection,
  PacketDetail,
  PacketLine,
  PacketSelection,
  Scene,
  StreamText,
} from "../pipeline";

/** What can be asked of the worker: for each name what is given and what comes back. All of it can be cloned. */
export interface WorkerRequests {
  /** Reads and draws the text of a block. */
  readonly drawBlock: {
    readonly given: BlockText;
    readonly gives: { readonly reading: BlockReading; readonly pages: readonly Scene[] };
  };
  /** The same as a picture. A block that cannot be read gives the one diagnostic and no SVG. */
  readonly pictureBlock: {
    readonly given: BlockText & { readonly countsPages?: boolean };
    readonly gives: BlockSvg;
  };
  readonly exportSvg: {
    readonly given: { readonly scene: Scene; readonly background?: string; readonly noteLinks?: boolean };
    readonly gives: string;
  };
  /** Indexes a capture; what follows asks for parts of it by the same target. */
  readonly summarizeCapture: { readonly given: CaptureTarget; readonly gives: CaptureSummary };
  readonly selectConversations: {
    readonly given: CaptureTarget & { readonly query: string; readonly order: ConversationOrder };
    readonly gives: ConversationSelection;
  };
  readonly listConversations: {
    readonly given: CaptureTarget & { readonly numbers: readonly number[] };
    readonly gives: readonly ConversationLine[];
  };
  readonly selectPackets: {
    readonly given: CaptureTarget & { readonly filter: string; readonly conversation?: number | undefined };
    readonly gives: PacketSelection;
  };
  readonly listPackets: {
    readonly given: CaptureTarget & { readonly rows: readonly number[] };
    readonly gives: readonly PacketLine[];
  };
  readonly showPacket: {
    readonly given: CaptureTarget & { readonly row: number };
    readonly gives: PacketDetail | undefined;
  };
  readonly followStream: {
    readonly given: CaptureTarget & { readonly conversation: number };
    readonly gives: StreamText;
  };
}

/** A capture, by the name under which the window finds it. */
export interface CaptureTarget {
  readonly target: string;
}

/** The text of a ladder block, and what a drawing without a title is called. */
export interface BlockText {
  readonly text: string;
  readonly name: string;
}

/** A lifeline by its name, and what stands for it in a `names:` line. */
export interface ShownLifeline {
  readonly name: string;
  readonly key: string;
  /** Who gave it a name other than that: an option of the block, or the capture's own table of names. */
  readonly namedBy?: "names" | "endpoints" | "capture";
}

/** A block as a picture, what was found on the way, and how large the drawing is. */
export interface BlockSvg {
  readonly svg: string | undefined;
  readonly title: string;
  /** From left to right. */
  readonly lifelines: readonly ShownLifeline[];
  /** Arrows from one end to the other. */
  readonly messages: number;
  /** In how many drawings it will be drawn; where that was asked. */
  readonly pages?: number;
  readonly inBlock: readonly Diagnostic[];
  readonly inCapture: readonly Diagnostic[];
  /** Fingerprint of the octets it shows; undefined without a capture. */
  readonly fingerprint?: string;
}

/** The name of a request. */
export type RequestName = keyof WorkerRequests;

/** A request by its name. */
export type GivenTo<Name extends RequestName> = WorkerRequests[Name]["given"];

/** The answer to a request, by its name. */
export type GivenBy<Name extends RequestName> = WorkerRequests[Name]["gives"];

/** What the window sends. */
export type ToWorker =
  | { readonly kind: "ask"; readonly id: number; readonly name: RequestName; readonly given: unknown }
  | { readonly kind: "cancel"; readonly id: number }
  | { readonly kind: "reply"; readonly call: number; readonly value: unknown }
  | { readonly kind: "refuse"; readonly call: number };

/** What the worker sends: an answer, a failure, how far the reading is, or a question to the window. */
export type FromWorker =
  | { readonly kind: "done"; readonly id: number; readonly value: unknown }
  | { readonly kind: "failed"; readonly id: number; readonly failure: Failure }
  | { readonly kind: "progress"; readonly id: number; readonly octets: number; readonly frames: number }
  | { readonly kind: "call"; readonly id: number; readonly call: number; readonly question: CaptureQuestion };

/** Asked of the window: which file a target means, and then for its octets where the worker cannot read them itself. */
export type CaptureQuestion =
  | { readonly name: "find"; readonly target: string }
  /** Without `pieces` all octets; else those of each piece, fewer where the file ends earlier. */
  | { readonly name: "read"; readonly path: string; readonly pieces?: readonly CapturePiece[] };

/** A part of a file: where it starts, and its length, in octets. */
export type CapturePiece = readonly [offset: number, length: number];

/** A file of the vault as it is now; `key` changes with it. */
export interface FoundCapture {
  readonly key: string;
  readonly path: string;
  readonly name: string;
  readonly size: number;
  /** The one that was dropped, of which it is a copy: a worker reads it without the window. */
  readonly dropped?: File | undefined;
  /** Whether the window gives pieces of it; else all of it at once. */
  readonly isInPieces?: boolean;
}

/** Why a request failed: a finding, the window's own refusal, or a defect. */
export type Failure =
  | { readonly kind: "diagnostic"; readonly diagnostic: Diagnostic; readonly others: readonly Diagnostic[] }
  | { readonly kind: "refused" }
  | { readonly kind: "error"; readonly message: string };
