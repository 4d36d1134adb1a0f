// Scene to SVG, against the same exporter on happy-dom, the usual way to run it outside a browser.
import { Window } from "happy-dom";
import { loadSource } from "../load-source.mjs";
import { measurePair } from "../measure.mjs";
import { messageScene } from "../message-scene.mjs";

const { exportSvg, evaluateExporter, exporterHost } = await loadSource(`
  export { exportSvg } from "./src/svg/export-svg";
  export { evaluateExporter } from "./src/svg/exporter-bundle";
  export { exporterHost } from "./src/svg/exporter-host";`);
const window = new Window();
const onHappyDom = evaluateExporter({ ...exporterHost(), document: window.document });
const state = { exportBackground: true, viewBackgroundColor: "#ffffff", exportPadding: 16, exportScale: 1 };

for (const count of [100, 1000]) {
  const scene = messageScene(count);
  await measurePair(
    { name: `exportSvg, ${count} messages`, run: () => exportSvg(scene) },
    {
      name: "the same on happy-dom",
      run: async () =>
        (await onHappyDom.exportToSvg(onHappyDom.restoreElements(scene.elements, null), state, {})).outerHTML,
    },
    { rounds: 5 },
  );
}
await window.happyDOM.close();
