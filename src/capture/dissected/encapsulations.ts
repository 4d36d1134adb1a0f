/**
 * LINKTYPE_ numbers by what Wireshark calls `frame.encap_type`, of those a frame can be told by (its `WTAP_ENCAP_…`;
 * measured with one capture of each link type).
 */
const linkTypes: ReadonlyMap<number, number> = new Map([
  [1, 1],
  [2, 6],
  [4, 9],
  [6, 10],
  [7, 101],
  [8, 7],
  [9, 129],
  [10, 11],
  [11, 106],
  [15, 0],
  [20, 105],
  [21, 119],
  [23, 127],
  [24, 163],
  [25, 113],
  [26, 107],
  [28, 104],
  [38, 109],
  [39, 117],
  [42, 140],
  [61, 99],
  [63, 165],
  [83, 178],
  [92, 186],
  [95, 189],
  [97, 192],
  [99, 201],
  [104, 195],
  [113, 215],
  [115, 220],
  [124, 226],
  [125, 227],
  [127, 230],
  [129, 228],
  [130, 229],
  [139, 51],
  [141, 239],
  [146, 231],
  [152, 249],
  [154, 251],
  [158, 253],
  [161, 256],
  [171, 258],
  [174, 108],
  [180, 242],
  [185, 271],
  [206, 283],
  [210, 276],
]);

/** Gives the link type of frames that Wireshark calls so; −1 for others. */
export function linkTypeOfEncapsulation(encapsulation: number | undefined): number {
  return linkTypes.get(encapsulation ?? -1) ?? -1;
}
