import { expect, describe, it } from "vitest";
import { missingParts } from "../support/obsidian-shell/browser";
import { keepScreen } from "./start-plugin";
import { openFile, vaultPages } from "./vault-page";

const WEB = { "web.pcapng": "web-page.pcapng" };

describe.skipIf(missingParts !== "")(`a capture opened in a tab${missingParts}`, () => {
  const inVault = vaultPages();

  it("shows summary, conversations and packets; a chosen packet shows its fields and octets", async () => {
    await inVault({ captures: WEB, look: { width: 1300, height: 900 } }, async (handle) => {
      const { page } = handle;
      await openFile(page, "web.pcapng");
      await page.getByText("4 TCP conversations").waitFor();
      const packets = page.getByRole("listbox", { name: "Packets" });
      await packets.getByText("[SYN]").first().click();
      await page.getByRole("heading", { name: "Packet 3" }).waitFor();
      await page.locator("dt", { hasText: /^tcp\.flags\.syn$/u }).waitFor();
      expect(await page.getByRole("region", { name: "Octets" }).innerText()).toMatch(
        /^0000 {2}[0-9a-f]{2} /u,
      );
      await keepScreen(handle, "capture-view-packet");
    });
  });

  it("lists the packets of a chosen conversation, and follows its stream", async () => {
    await inVault({ captures: WEB }, async (handle) => {
      const { page } = handle;
      await openFile(page, "web.pcapng");
      const conversations = page.getByRole("listbox", { name: "Conversations" });
      await conversations.waitFor();
      expect(await page.getByRole("button", { name: "Follow stream" }).isDisabled()).toBe(true);
      await conversations.focus();
      await page.keyboard.press("ArrowDown");
      await page.getByText("of conversation 0").waitFor();
      await page.getByRole("button", { name: "Follow stream" }).click();
      const stream = page.getByRole("dialog");
      await stream.getByText("GET /").first().waitFor();
      await keepScreen(handle, "capture-view-stream");
    });
  });

  it("filters as Wireshark does, and says what is wrong with a filter while it is typed", async () => {
    await inVault({ captures: WEB }, async (handle) => {
      const { page } = handle;
      await openFile(page, "web.pcapng");
      const filter = page.getByRole("textbox", { name: "Display filter" });
      await filter.fill("tcp.flags.syn == 1");
      await page.getByText("8 packets").waitFor();
      await filter.fill("tcp.flgs.syn == 1");
      await page.getByText("tcp.flags.syn", { exact: false }).first().waitFor();
      expect(await filter.getAttribute("aria-invalid")).toBe("true");
      await keepScreen(handle, "capture-view-filter");
    });
  });

  it("opens at the packet a link names", async () => {
    await inVault({ captures: WEB }, async ({ page }) => {
      await page.evaluate(async () => {
        await window.shell.app.workspace.openLinkText("web.pcapng#frame=12", "");
      });
      await page.getByRole("heading", { name: "Packet 12" }).waitFor();
    });
  });

  it("opens a gzipped capture, and leaves other gzipped files shut", async () => {
    const captures = { "lab/echo.pcap.gz": "echo.pcap", "backup.tar.gz": "echo.pcap" };
    await inVault({ captures }, async ({ page }) => {
      await openFile(page, "lab/echo.pcap.gz");
      await page.getByText("10 packets in").waitFor();
      await openFile(page, "backup.tar.gz");
      await page.getByText("“backup.tar.gz” is no capture by its name.").waitFor();
    });
  });

  it("shows a capture without packets in plain words", async () => {
    await inVault({}, async (handle) => {
      await handle.page.evaluate(async () => {
        const header = [0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0, 0, 0];
        await window.shell.addFile("empty.pcap", Uint8Array.from(header));
        await window.shell.open("empty.pcap");
      });
      await handle.page.getByText("No packet was captured.").waitFor();
    });
  });

  it("runs nothing and links nothing of what a packet says", async () => {
    await inVault({ captures: WEB }, async ({ page }) => {
      await openFile(page, "web.pcapng");
      await page.getByRole("listbox", { name: "Packets" }).waitFor();
      expect(await page.locator(".packet-ladder-capture :is(a, img, script, iframe)").count()).toBe(0);
    });
  });

  it("fits a phone", async () => {
    await inVault(
      { captures: WEB, mobile: true, look: { width: 390, height: 844, theme: "dark" } },
      async (handle) => {
        const { page } = handle;
        await openFile(page, "web.pcapng");
        await page.getByRole("listbox", { name: "Packets" }).getByText("[SYN]").first().click();
        await page.getByRole("heading", { name: "Packet 3" }).waitFor();
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
        ).toBeLessThanOrEqual(0);
        await keepScreen(handle, "capture-view-phone");
      },
    );
  });
});
