/**
 * The second minifier: what esbuild leaves, @swc/wasm shortens by another 4 %, which the budget of main.js needs.
 */
import { minify } from "@swc/wasm";

/**
 * What is safe with our own code only: of it, nothing is made with `new` but classes, Obsidian wraps the script into a
 * function whose names nobody else sees, and nothing asks for the text of a symbol (`String(x)` becomes `"" + x`).
 */
const ownCode = {
  mangle: { toplevel: true },
  compress: { unsafe_arrows: true, toplevel: true, unsafe: true },
};

/** Gives a script that does the same in fewer octets; comments that begin with ! stay. Same text, same bytes. */
export async function minified(script, { isOwnCode = false } = {}) {
  const { mangle, compress } = isOwnCode ? ownCode : { mangle: true, compress: {} };
  const { code } = await minify(script, {
    ecma: 2022,
    module: false,
    mangle,
    compress: { ecma: 2022, passes: 3, ...compress },
    format: { comments: "some" },
  });
  return code;
}
