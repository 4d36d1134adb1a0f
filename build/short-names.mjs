/**
 * Names of properties that main.js writes shorter. The build fails where one of them means something to others.
 */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Properties with long names that stay within the core: in main.js they are shortened. None of them is a name of the
 * door, of the page or of a file, nor written as a string, but where `@__KEY__` stands before it.
 */
const inner =
  `ackOf ackable acked acknowledged acknowledgedBy acksFin acksFrame acksSyn addressOctets addressView afterOwn alike analysis anchorFrame announced anomalies applicationProtocols areOptionsBroken arrivals arrived asRead
  asides assigns attempts bases beginAnew begins borders brackets byNumber bytesInFlight capturedAt centre checksum clientDirection clients closedBy colon comparison confidence confirmedAt consumed continuations crossing
  decimals delimiter departed destinationPort directions dividers dontFragment duplicate duplicates earliest endFrame endpointEvents endsTimer equalTimesMeet ethernet expected expiries facts faults finAckFrame finEnd
  finFrame firstDetail firstEventLine firstFrame firstText firstZone flagsOf folded foldedTo folds fragmentOffset fragments frameCount freeBeside fromEnd goneEvent growth hasAcked hasBase hasCome hasFlag hasGoneOn
  hasMark hasMore hasPushed hasReset hasSack hasSent hasSentFin hasSynSeq hasTimeWaits hasUnknownField headWidths header headerLength heads heightAt higher holes hopLimit identification identifier identity inbox indent
  inferred initialRoundTrip innermost interfaceNumber interfaces ipVersions isAcknowledged isAnswer isAssumed isAtEpoch isAtRest isBare isBegun isBroken isByBoth isCertain isChallenged isCounted isCovered isDatagrams
  isExpected isFirstAckPending isFlightKnown isFound isGone isHandshake isHeaderShort isHidden isInOrder isLabelMade isLastAckSeen isLastWord isLengthKnown isLost isMermaid isMixed isNewSyn isNews isOne isOpenEnded isPassive
  isPeerSeen isQuoted isRaw isReply isReuse isRising isShortSack isShown isShownUnmarked isStart isStillSending isSure isThere isTogether isTold isTorn isTouched isUncertain isUnseen isVisited isWhole kinds knows landing
  lastAck lastAckTime lastAdvanceLength lastField lastFrame lastMarks lastSack lastSent lastStates lastTimeout lastZone laterCompleteness latest latestBlocks leftZone lengthOf likeness lineCount linkType listColumn
  listedNames longest lostAt mayNameServer meeting messagesPerPage mine misheard moments moreFragments multipath nanoseconds nanosecondsPerTick negated nextHeader nextRow nowEnd observed octetsBack oldEnd operand
  operands operation optionValues orders ordinal originalAt originalLength otherSides owesReset ownFin ownPayload owner passed payloadEnd payloadLength payloadOctets peerEnd peerInitial positions probe protocols provenBy
  pushedBytes questions quotedFirst rare readings reassembly rebases recordHeaderLengths remarks repairs repeats resetBy retired retransmissions reused rightZone roundTrip rstFrame sackLeft sawEnd sawFin sawReset sawSyn 
  seenAt segments senderAddress senderHardware senderOf sent sentBareSyn sentEnd seqOf serverName serverPort shelves shifts shortest shownBy showsFin sides silence silenceBefore snapLength sockets sourcePort spans spoken
  standing statement suffixes summaries symbols synAckFrame synFrame synSeq synTime taken targetAddress targetHardware tears textsInComment theirs timeToLive timeoutFrame timing together tokenized tokens totalLength totals
  touchedAt traits transit transitions transport travelled trigger typeAt unacked unackedSpan unacknowledged underWay unread upToEnd urgentPointer usual votes warnings wayAndBack wider windowOf windowShift wireEnd
  wordsWithoutDigits zones
  assumedWay callId cseq departure relativeAck relativeSeq scaledWindow timestampEcho timestampValue windowScale
  isLater isPart isAnswered unmarked sentAgain isClosed hasTcp plainSegment findLongest isSentAgain speaksAfter touchAfter protocolOf isAccepted isBusy isLast isFull offsetFor
  hasOctets addReader eventsOf eventful firstFin clientOf isClient nextOf endsOf pairOf withdraw`.split(
    /\s+/,
  );

/**
 * Properties that the door names, too: of what is passed between the two within one main.js, and of the door's own
 * objects. Both bundles write the same short name. None of them is a name of Obsidian, of the editor, of the page or of
 * JavaScript, of the Excalidraw plugin, of a drawing or of a file.
 */
const shared =
  `answers arrows beside blockIndex captureTarget captured capturedLength choose chooseRow column conversations countsPages diagnostics draft drawingName drawingText drawings drawn dropped fault fence findings firstLine
  forEditor forFile found fromClient hasBlocks hasDrawing inBlock inCapture inherited isCompressed isEmptied isForeign isInPieces isLadder isNew isPlain isRefused isTaken isTroubled kept known lacks linkedDrawing listText
  listed menuTitle messages modified namedBy needed noteLinks notePath numberAt octets octetsEachWay onProgress onReading onlyBlock others otherwise pieces places pngScale prefixes reading remembered restoreDeleted restored
  rowHeight says sentences severity showFrame since startMilliseconds steps suggestion takeNew troubles turns typed updateDrawing what words`.split(
    /\s+/,
  );
/** What door and core call a property in main.js, by its name. No name that esbuild makes by itself starts so before its hundreds. */
export const sharedNames = Object.fromEntries(shared.map((name, at) => [name, `$${at.toString(36)}`]));
const named = (names) => new RegExp(`^(?:${names.join("|")})$`);

/** Options of esbuild for the core, and for the door. */
export const shorterInCore = { mangleProps: named([...inner, ...shared]), mangleCache: sharedNames };
export const shorterInDoor = { mangleProps: named(shared), mangleCache: sharedNames };

/** Whose names are not ours: what the door is given, and what it gives to others. */
const foreignNames = [
  "node_modules/obsidian/obsidian.d.ts",
  "node_modules/@codemirror/state/dist/index.d.ts",
  "node_modules/@codemirror/view/dist/index.d.ts",
  ...readdirSync(join(root, "node_modules/typescript/lib"))
    .filter((name) => /^lib\.(?:dom|es\w+)(?:\.\w+)*\.d\.ts$/.test(name))
    .map((name) => `node_modules/typescript/lib/${name}`),
  "src/obsidian/excalidraw-automate.ts",
  "src/scene/scene.ts",
  "src/scene/merge-base.ts",
  "src/note/drawing-note.ts",
];

function wordsOf(texts) {
  return new Set(texts.flatMap((text) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "").match(/\w+/g) ?? []));
}

/** A key in quotation marks, of what comes from a file or goes to one; a bundle has none. */
const quotedKey = /(?<=\b[a-z]\w*\[")\w+(?="\])|(?<=")\w+(?=":)/g;

/**
 * Gives the names that cannot be shortened: one of the core that is a word of the door, one of both that is a word of
 * others, and any that is a key in quotation marks. `door`, `core` and `others` are texts of sources.
 */
export function namesOfOthers({ inner, shared }, { door, core, others }) {
  const [atDoor, elsewhere] = [wordsOf(door), wordsOf(others)];
  const keys = new Set([...door, ...core].flatMap((text) => text.match(quotedKey) ?? []));
  return [
    ...inner.filter((name) => atDoor.has(name) || keys.has(name)),
    ...shared.filter((name) => elsewhere.has(name) || keys.has(name)),
  ];
}

/** Names that are strings, too: of what kind something is, never a key. */
const kinds = new Set("arrived found known octets sent together".split(" "));

/** Gives the names that are strings of a bundle, but for those of `kinds` that are no more than a kind, or compared. */
export function namesAsStrings(names, code) {
  const strings = (text) => new Set(text.match(/(?<=(["'`]))\w+(?=\1)/g) ?? []);
  const [all, others] = [strings(code), strings(code.replace(asKind, ""))];
  return names.filter((name) => (kinds.has(name) ? others : all).has(name));
}
const asKind = /\b(?:kind:|case ?|[=!]==?)(["'`])\w+\1|(["'`])\w+\2(?=[=!]==?)/g;

/** Fails where the sources of door and core, by their paths, mean something else by a name. */
export function checkNames(doorFiles, coreFiles) {
  const texts = (paths) => paths.map((path) => readFileSync(join(root, path), "utf8"));
  const core = coreFiles.filter((file) => /\.(?:ts|json)$/.test(file));
  const sources = { door: texts(doorFiles), core: texts(core), others: texts(foreignNames) };
  refuse(namesOfOthers({ inner, shared }, sources));
}

/** Fails where a name is a string of a bundle. */
export function checkStrings(code) {
  refuse(namesAsStrings([...inner, ...shared], code));
}

function refuse(names) {
  if (names.length > 0) throw new Error(`core bundle: ${names.join(" and ")} cannot be shortened`);
}
