/** Wireshark's short name of a link layer, and the words for it. */
export interface LinkTypeName {
  readonly protocol: string;
  readonly name: string;
}

const names: ReadonlyMap<number, LinkTypeName> = new Map([
  [0, { protocol: "null", name: "Loopback" }],
  [1, { protocol: "eth", name: "Ethernet" }],
  [8, { protocol: "slip", name: "SLIP" }],
  [9, { protocol: "ppp", name: "PPP" }],
  [10, { protocol: "fddi", name: "FDDI" }],
  [12, { protocol: "raw", name: "Raw IP" }],
  [14, { protocol: "raw", name: "Raw IP" }],
  [101, { protocol: "raw", name: "Raw IP" }],
  [104, { protocol: "chdlc", name: "Cisco HDLC" }],
  [105, { protocol: "wlan", name: "802.11" }],
  [108, { protocol: "null", name: "Loopback" }],
  [113, { protocol: "sll", name: "Linux cooked" }],
  [127, { protocol: "radiotap", name: "802.11 radiotap" }],
  [147, { protocol: "user_dlt", name: "User-defined" }],
  [187, { protocol: "bluetooth", name: "Bluetooth" }],
  [189, { protocol: "usb", name: "USB" }],
  [192, { protocol: "ppi", name: "PPI" }],
  [195, { protocol: "wpan", name: "802.15.4" }],
  [201, { protocol: "bluetooth", name: "Bluetooth" }],
  [220, { protocol: "usb", name: "USB" }],
  [227, { protocol: "can", name: "CAN" }],
  [228, { protocol: "raw", name: "Raw IPv4" }],
  [229, { protocol: "raw", name: "Raw IPv6" }],
  [230, { protocol: "wpan", name: "802.15.4" }],
  [231, { protocol: "dbus", name: "D-Bus" }],
  [239, { protocol: "nflog", name: "NFLOG" }],
  [242, { protocol: "ipoib", name: "IP over InfiniBand" }],
  [249, { protocol: "usb", name: "USB" }],
  [253, { protocol: "netlink", name: "Netlink" }],
  [271, { protocol: "vsock", name: "vSockets" }],
  [276, { protocol: "sll", name: "Linux cooked" }],
]);

/** Gives the names of a link type by its number in the tcpdump registry; `link type N` for those without. */
export function linkTypeName(linkType: number): LinkTypeName {
  return (
    names.get(linkType) ?? {
      protocol: `link-type-${String(linkType)}`,
      name: `Link type ${String(linkType)}`,
    }
  );
}
