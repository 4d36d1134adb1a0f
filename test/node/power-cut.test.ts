import { existsSync, readdirSync, readFileSync } from "node:fs";
import type * as fs from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { writeAtomically } from "../../src/node/files";
import { scratchFolder } from "./scratch";

/** At which call of which step the power goes; undefined: never. */
const cut = vi.hoisted(() => ({ at: undefined as string | undefined, isDead: false }));

/** The real file system, until the power goes: then the step is done halfway, and nothing runs any more. */
vi.mock("node:fs", async (original) => {
  const real = await original<typeof fs>();
  const dead = (): never => {
    cut.isDead = true;
    throw Object.assign(new Error("EIO: no power"), { code: "EIO", errno: -5, syscall: "write" });
  };
  const step =
    <Args extends unknown[], Result>(name: string, work: (...args: Args) => Result) =>
    (...args: Args): Result => {
      if (cut.isDead) dead();
      if (cut.at !== name) return work(...args);
      return dead();
    };
  return {
    ...real,
    openSync: step("open", real.openSync),
    writeFileSync: (...args: Parameters<typeof real.writeFileSync>) => {
      if (cut.isDead) dead();
      const [descriptor, data] = args;
      if (cut.at !== "write" || typeof descriptor !== "number" || typeof data !== "string") {
        real.writeFileSync(...args);
        return;
      }
      real.writeFileSync(descriptor, data.slice(0, data.length / 2));
      dead();
    },
    fsyncSync: step("sync", real.fsyncSync),
    closeSync: step("close", real.closeSync),
    renameSync: step("rename", real.renameSync),
    unlinkSync: step("unlink", real.unlinkSync),
  };
});

const OLD = "the old drawing\n".repeat(500);
const NEW = "the new drawing\n".repeat(900);

describe("a power cut while a drawing is written", () => {
  let path = "";
  beforeEach(() => {
    cut.at = undefined;
    cut.isDead = false;
    path = join(scratchFolder({ "n.excalidraw.md": OLD }), "n.excalidraw.md");
  });

  const write = (at: string | undefined): void => {
    cut.at = at;
    try {
      writeAtomically(path, NEW);
    } catch {
      // The program is gone; what it left behind is looked at.
    }
    cut.at = undefined;
    cut.isDead = false;
  };

  it.each(["open", "write", "sync", "close", "rename"])("leaves the old one whole, at %s", (at) => {
    write(at);
    expect(readFileSync(path, "utf8")).toBe(OLD);
    write(undefined);
    expect(readFileSync(path, "utf8")).toBe(NEW);
  });

  it("leaves the new one whole afterwards, and nothing else in the folder", () => {
    write(undefined);
    expect(readFileSync(path, "utf8")).toBe(NEW);
    expect(readdirSync(join(path, ".."))).toEqual(["n.excalidraw.md"]);
  });

  it("leaves no half of a drawing that is new", () => {
    const fresh = join(path, "../m.excalidraw.md");
    cut.at = "write";
    expect(() => {
      writeAtomically(fresh, NEW);
    }).toThrow();
    expect(existsSync(fresh)).toBe(false);
  });
});
