import { Platform } from "obsidian";
import { Refusal } from "./refusal";

/** Browsers draw on no canvas with a longer side, and phones on none with more pixels. */
const LONGEST_SIDE_PX = 16_384;
const MOST_PIXELS = { computer: 100e6, phone: 16e6 };

/** Gives a picture as PNG, so many times as large as it is drawn, or as large as the device makes one. */
export async function pngPicture(svg: string, scale: number): Promise<ArrayBuffer> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = createEl("img");
    image.src = url;
    await image.decode();
    const { width, height } = image;
    const pixels = Platform.isMobileApp ? MOST_PIXELS.phone : MOST_PIXELS.computer;
    const side = LONGEST_SIDE_PX / Math.max(width, height);
    const most = Math.min(scale, side, Math.sqrt(pixels / (width * height)));
    const canvas = createEl("canvas");
    canvas.width = Math.floor(width * most);
    canvas.height = Math.floor(height * most);
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob | null>((resolve) => {
      canvas.toBlob(resolve, "image/png");
    });
    if (png === null) throw new Refusal("This device makes no PNG of that size: export an SVG.");
    return await png.arrayBuffer();
  } finally {
    URL.revokeObjectURL(url);
  }
}
