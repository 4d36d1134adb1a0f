import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { findChromium, findOnPath } from "./find-chromium.mjs";
import { root } from "./repository.mjs";

/**
 * Gives the path of a browser that starts: one of the system, else Debian's, else Playwright's download.
 *
 * Undefined where none can be had; the tests that need it are then skipped by name.
 */
export function provideChromium() {
  const path = working(findChromium()) ?? (aptInstall("chromium") ? working(findChromium()) : undefined);
  if (path !== undefined) return path;
  console.log("No Chromium found; trying Playwright's own download …");
  const downloaded = working(downloadChromium());
  if (downloaded !== undefined) return downloaded;
  console.log(
    "No Chromium could be had: the browser tests will be skipped.\n" +
      "To run them: install Chrome or Chromium (on Debian: apt-get install chromium), or set CHROMIUM to its path.",
  );
  return undefined;
}

/** Installs tshark where that is allowed; the tests that compare with it look for it themselves. */
export function provideTshark() {
  if (findOnPath("tshark") !== undefined) return;
  if (aptInstall("tshark") && findOnPath("tshark") !== undefined) return;
  console.log("No tshark found: the tests that compare with it will be skipped.");
}

/** Gives the path when the program there tells its version; wrappers of absent packages do not. */
function working(path) {
  if (path === undefined) return undefined;
  // Edge and Chrome on Windows open a window for --version instead of answering.
  if (process.platform === "win32") return path;
  return spawnSync(path, ["--version"], { timeout: 30_000 }).status === 0 ? path : undefined;
}

function downloadChromium() {
  const cli = join(root, "node_modules/playwright-core/cli.js");
  const install = spawnSync(process.execPath, [cli, "install", "chromium-headless-shell"], {
    stdio: "inherit",
    timeout: 600_000,
  });
  if (install.status !== 0) return undefined;
  const where = spawnSync(process.execPath, [cli, "install", "--dry-run", "chromium-headless-shell"], {
    encoding: "utf8",
  });
  const folder = /Install location:\s*(.+)/.exec(where.stdout ?? "")?.[1]?.trim();
  return folder === undefined ? undefined : headlessShell(folder);
}

function headlessShell(folder) {
  const systems = ["linux64", "linux", "mac-x64", "mac-arm64", "mac", "win64", "win"];
  const file = process.platform === "win32" ? "chrome-headless-shell.exe" : "chrome-headless-shell";
  return systems
    .flatMap((system) => [
      join(folder, `chrome-headless-shell-${system}`, file),
      join(folder, `chrome-${system}`, file.replace("chrome-headless-shell", "headless_shell")),
    ])
    .find(existsSync);
}

/** Installs a Debian package, only as root in CI or a container; elsewhere says the command. */
function aptInstall(name) {
  if (findOnPath("apt-get") === undefined) return false;
  if (!mayInstall()) {
    console.log(`${name} is not installed. To have it: sudo apt-get install ${name}`);
    return false;
  }
  console.log(`Installing ${name} (apt-get) …`);
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...args) =>
    spawnSync("apt-get", args, { env: environment, stdio: ["ignore", "ignore", "inherit"] });
  apt("-q", "update");
  return apt("-q", "install", "-y", "--no-install-recommends", name).status === 0;
}

function mayInstall() {
  if (process.getuid?.() !== 0) return false;
  return Boolean(process.env.CI) || isContainer();
}

function isContainer() {
  if (
    process.env.container ||
    process.env.KUBERNETES_SERVICE_HOST ||
    existsSync("/.dockerenv") ||
    existsSync("/run/.containerenv")
  )
    return true;
  try {
    // The first process of a machine is an init system; that of a container is its own program.
    return /docker|containerd|kubepods|lxc|podman/.test(readFileSync("/proc/1/cgroup", "utf8"));
  } catch {
    return false;
  }
}
