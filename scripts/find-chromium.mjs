import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const names = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "microsoft-edge",
  "chrome",
];

/** Where installers put a browser that is not on the PATH. */
const macPaths = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];
const windowsPaths = [
  ["PROGRAMFILES", "Google/Chrome/Application/chrome.exe"],
  ["PROGRAMFILES(X86)", "Google/Chrome/Application/chrome.exe"],
  ["LOCALAPPDATA", "Google/Chrome/Application/chrome.exe"],
  ["PROGRAMFILES(X86)", "Microsoft/Edge/Application/msedge.exe"],
  ["PROGRAMFILES", "Microsoft/Edge/Application/msedge.exe"],
];

/**
 * Gives the path of a browser of the Chromium family, or undefined.
 *
 * The environment variable CHROMIUM is believed when it names a file that runs; then come the PATH,
 * the usual places of the system, and a browser that Playwright has downloaded before.
 */
export function findChromium(environment = process.env) {
  const given = environment.CHROMIUM;
  if (given !== undefined && isProgram(given)) return given;
  const onPath = names.map((name) => findOnPath(name, environment)).find((path) => path !== undefined);
  return onPath ?? places(environment).find(isProgram);
}

/** Gives the path of a program on the PATH, or undefined. */
export function findOnPath(name, environment = process.env) {
  const suffix = process.platform === "win32" ? ".exe" : "";
  return (environment.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name + suffix))
    .find(isProgram);
}

function places(environment) {
  if (process.platform === "darwin") return macPaths;
  if (process.platform !== "win32") return [];
  return windowsPaths.flatMap(([variable, path]) => {
    const folder = environment[variable];
    return folder === undefined ? [] : [join(folder, path)];
  });
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
