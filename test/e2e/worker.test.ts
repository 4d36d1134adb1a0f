import { describe, expect, it } from "vitest";
import { missingParts, type ShellPageHandle } from "../support/obsidian-shell/browser";
import { keepScreen, noticeWith, runFromMenu, textOf } from "./start-plugin";
import { openFile, vaultPages } from "./vault-page";

/** From now on the vault does not give whole captures. */
async function refuseWholeCaptures({ page }: ShellPageHandle): Promise<void> {
  await page.evaluate(() => {
    window.shell.vault.faults.read = (path) => (path.endsWith(".pcap") ? new Error("all of it") : undefined);
  });
}

/** The first workers to come, so many of them, break down at what they are asked. */
async function breakWorkers({ page }: ShellPageHandle, count: number): Promise<void> {
  await page.evaluate((most) => {
    let made = 0;
    window.Worker = class extends Worker {
      readonly #isBroken = made++ < most;
      override postMessage(message: unknown, given: StructuredSerializeOptions | Transferable[] = []): void {
        const options = Array.isArray(given) ? { transfer: given } : given;
        if (!this.#isBroken) super.postMessage(message, options);
        else setTimeout(() => this.dispatchEvent(new ErrorEvent("error", { message: "out of memory" })));
      }
    };
  }, count);
}

const ECHO = { "lab/echo.pcap": "echo.pcap" };

describe.skipIf(missingParts !== "")(`reading without freezing${missingParts}`, () => {
  const inVault = vaultPages({ preview: false });

  it("reads and draws in a worker, started when it is first needed", async () => {
    await inVault({ captures: ECHO }, async (handle) => {
      expect(handle.page.workers()).toEqual([]);
      await runFromMenu(handle, "lab/echo.pcap", "Draw ladder");
      await textOf(handle, "lab/echo.excalidraw.md");
      expect(handle.page.workers()).toHaveLength(1);
    });
  });

  it("does the same where there is no worker", async () => {
    await inVault({ captures: ECHO, workers: false }, async (handle) => {
      await runFromMenu(handle, "lab/echo.pcap", "Draw ladder");
      await textOf(handle, "lab/echo.excalidraw.md");
      await handle.page.locator(".packet-ladder-picture svg text").first().waitFor();
      expect(handle.page.workers()).toEqual([]);
    });
  });

  it("reads a file of the disk in pieces, without asking the vault for all of it", async () => {
    await inVault({ captures: ECHO, disk: true }, async (handle) => {
      await refuseWholeCaptures(handle);
      await runFromMenu(handle, "lab/echo.pcap", "Draw ladder");
      await textOf(handle, "lab/echo.excalidraw.md");
      await handle.page.locator(".packet-ladder-picture svg text").first().waitFor();
    });
  });

  it("reads a dropped file itself, not its copy in the vault", async () => {
    await inVault({ captures: ECHO, notes: { "day.md": "" } }, async (handle) => {
      await openFile(handle.page, "day.md");
      await handle.page.evaluate(async () => {
        const { vault } = window.shell;
        const octets = await vault.readBinary(window.shell.file("lab/echo.pcap"));
        await new Promise((resolve) => window.shell.drop([new File([octets], "fresh.pcap")], resolve));
      });
      await refuseWholeCaptures(handle);
      await openFile(handle.page, "fresh.pcap");
      await handle.page.locator(".packet-ladder-conversation").first().waitFor();
    });
  });

  it("ends the worker when the plugin is switched off", async () => {
    await inVault({ captures: ECHO }, async (handle) => {
      await runFromMenu(handle, "lab/echo.pcap", "Draw ladder");
      await textOf(handle, "lab/echo.excalidraw.md");
      const ended = handle.page.workers()[0]?.waitForEvent("close");
      await handle.page.evaluate(() => {
        window.shell.disable();
      });
      await ended;
      expect(handle.page.workers()).toEqual([]);
    });
  });

  it("shows one notice with a Cancel button, and writes nothing when it is pressed", async () => {
    await inVault({ captures: ECHO }, async (handle) => {
      await handle.page.evaluate(() => {
        window.shell.vault.faults.readDelayMs = 60_000;
      });
      await runFromMenu(handle, "lab/echo.pcap", "Draw ladder");
      const cancel = handle.page.getByRole("button", { name: "Cancel" });
      await cancel.waitFor();
      expect(await handle.page.locator(".notice").count()).toBe(1);
      await keepScreen(handle, "cancel");
      await cancel.click();
      await noticeWith(handle, "cancelled");
      expect(await handle.page.evaluate(() => window.shell.paths())).toEqual(["lab/echo.pcap"]);
    });
  });

  it("says what broke when a capture vanishes while it is read", async () => {
    await inVault({ captures: ECHO }, async (handle) => {
      await handle.page.evaluate(() => {
        window.shell.vault.faults.read = () => new Error("ENOENT: no such file or directory");
      });
      await runFromMenu(handle, "lab/echo.pcap", "Draw ladder");
      await noticeWith(handle, "ENOENT");
      expect(await handle.page.evaluate(() => window.shell.paths())).toEqual(["lab/echo.pcap"]);
    });
  });

  it("asks another worker what the one that broke down was asked", async () => {
    await inVault({ notes: { "a.md": "```ladder\nA -> B: hi\n```\n" } }, async (handle) => {
      await breakWorkers(handle, 1);
      await openFile(handle.page, "a.md");
      await handle.page.locator(".packet-ladder-picture svg text", { hasText: "hi" }).waitFor();
    });
  });

  it("says what broke where the other worker breaks down, too", async () => {
    await inVault({ notes: { "a.md": "```ladder\nA -> B: hi\n```\n" } }, async (handle) => {
      await breakWorkers(handle, 2);
      await openFile(handle.page, "a.md");
      await handle.page.locator(".packet-ladder-block", { hasText: "out of memory" }).waitFor();
    });
  });

  it("draws a block again after the worker broke down", async () => {
    await inVault(
      { notes: { "a.md": "```ladder\nA -> B: hi\n```\n", "b.md": "```ladder\nC -> D: ho\n```\n" } },
      async (handle) => {
        await openFile(handle.page, "a.md");
        await handle.page.locator(".packet-ladder-picture svg").waitFor();
        await handle.page.workers()[0]?.evaluate(() => {
          setTimeout(() => {
            throw new Error("out of memory");
          });
        });
        await openFile(handle.page, "b.md");
        await handle.page.locator(".packet-ladder-picture svg text", { hasText: "ho" }).waitFor();
      },
    );
  });
});
