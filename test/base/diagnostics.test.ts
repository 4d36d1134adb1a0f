import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/base/diagnostic";
import { describeDiagnostic, formatDiagnostic } from "../../src/base/format-diagnostic";
import { captureWords } from "../../src/base/words/capture-words";
import { noteWords } from "../../src/base/words/note-words";
import { textWords } from "../../src/base/words/text-words";
import { writingWords } from "../../src/base/words/writing-words";
import type { Words } from "../../src/base/words/words";

const areas: readonly (readonly [title: string, words: Readonly<Record<string, Words>>])[] = [
  ["Captures", captureWords],
  ["Event lists, filters, pasted text", textWords],
  ["Notes and their files", noteWords],
  ["Writing a trace as text or capture", writingWords],
];

function row(code: string, words: Words): string {
  const finding: Diagnostic = {
    code: "unknown-line",
    severity: "warning",
    found: "‹found›",
    needed: "‹needed›",
    suggestion: "‹suggestion›",
  };
  const cell = (text: string): string => text.replaceAll("|", "\\|");
  return `| \`${code}\` | ${cell(words.says(finding))} | ${cell(words.hint?.(finding) ?? "")} |`;
}

describe("diagnostics", () => {
  it("are all in docs/diagnostics.md, in the words that are printed", async () => {
    const sections = areas.map(([title, words]) =>
      [
        `## ${title}`,
        "",
        "| code | says | hint |",
        "|---|---|---|",
        ...Object.entries(words).map(([code, entry]) => row(code, entry)),
        "",
      ].join("\n"),
    );
    const page = [
      "# Findings",
      "",
      "What the readers, the checker and the merge may say, by code; a test writes this page from `src/base/words`.",
      "`‹found›`, `‹needed›` and `‹suggestion›` stand for the values of the case.",
      "",
      ...sections,
    ].join("\n");
    await expect(page).toMatchFileSnapshot("../../docs/diagnostics.md");
  });

  it("have one code each", () => {
    const codes = areas.flatMap(([, words]) => Object.keys(words));
    expect(new Set(codes).size).toBe(codes.length);
  });
});

describe("formatDiagnostic", () => {
  const finding: Diagnostic = {
    code: "unknown-endpoint",
    severity: "error",
    at: { kind: "text", line: 2, column: 6, length: 5 },
    found: "servr",
    suggestion: "server",
  };

  it("draws a caret under the place in a text, and hints", () => {
    const text = "title: x\na -> servr: SYN";
    expect(formatDiagnostic(finding, { name: "login.md", text })).toBe(
      [
        'login.md:2:6: no endpoint called "servr" [unknown-endpoint]',
        "    a -> servr: SYN",
        "         ^^^^^",
        '  hint: did you mean "server"?',
      ].join("\n"),
    );
  });

  it("counts lines from the start of the note when the text is a block in it", () => {
    expect(formatDiagnostic(finding, { name: "login.md", firstLine: 10 })).toMatch(/^login\.md:11:6: /u);
  });

  it("gives what a block inherits the line it has among the note's properties", () => {
    const at = { kind: "text", line: 1, column: 6, length: 3 } as const;
    const subject = { name: "login.md", firstLine: 8, inherited: [3, undefined] };
    expect(formatDiagnostic({ ...finding, at }, subject)).toMatch(/^login\.md:3:6: /u);
    expect(formatDiagnostic({ ...finding, at: { ...at, line: 2 } }, subject)).toMatch(/^login\.md:9:6: /u);
  });

  it("names frame, layer and offset in a capture, how grave it is, and how often it was met", () => {
    const at = { kind: "octets", offset: 54, frame: 17, layer: "tcp" } as const;
    const cut: Diagnostic = {
      code: "truncated-header",
      severity: "warning",
      at,
      found: 12,
      needed: 20,
      count: 3,
    };
    expect(formatDiagnostic(cut, { name: "a.pcap" }).split("\n")[0]).toBe(
      "a.pcap: frame 17, tcp at octet 54: warning: 20 octets needed, 12 captured (3 times) [truncated-header]",
    );
  });

  it("keeps the caret inside a line that is shorter than the place says", () => {
    const at = { kind: "text", line: 1, column: 3, length: 99 } as const;
    const lines = formatDiagnostic({ ...finding, at }, { name: "x", text: "abcd" }).split("\n");
    expect(lines[2]).toBe("      ^^");
  });
});

describe("describeDiagnostic", () => {
  it("puts words and hint into one sentence", () => {
    expect(describeDiagnostic({ code: "not-a-drawing", severity: "error" })).toBe(
      "this note holds no drawing that can be read (it was left untouched)",
    );
  });
});
