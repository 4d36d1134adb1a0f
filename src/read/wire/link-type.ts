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
  [6, { protocol: "tr", name: "Token Ring" }],
  [7, { protocol: "arcnet", name: "ARCNET" }],
  [50, { protocol: "ppp", name: "PPP" }],
  [51, { protocol: "pppoes", name: "PPPoE" }],
  [99, { protocol: "axe", name: "Axent Raptor" }],
  [105, { protocol: "wlan", name: "802.11" }],
  [108, { protocol: "null", name: "Loopback" }],
  [113, { protocol: "sll", name: "Linux cooked" }],
  [127, { protocol: "radiotap", name: "802.11 radiotap" }],
  [147, { protocol: "user_dlt", name: "User-defined" }],
  [119, { protocol: "prism", name: "802.11 Prism" }],
  [129, { protocol: "arcnet", name: "ARCNET" }],
  [138, { protocol: "ieee1394", name: "IEEE 1394" }],
  [140, { protocol: "mtp2", name: "MTP2" }],
  [141, { protocol: "mtp3", name: "MTP3" }],
  [143, { protocol: "docsis", name: "DOCSIS" }],
  [163, { protocol: "wlancap", name: "802.11 AVS" }],
  [165, { protocol: "mstp", name: "BACnet MS/TP" }],
  [186, { protocol: "usb", name: "USB" }],
  [187, { protocol: "bluetooth", name: "Bluetooth" }],
  [189, { protocol: "usb", name: "USB" }],
  [192, { protocol: "ppi", name: "PPI" }],
  [195, { protocol: "wpan", name: "802.15.4" }],
  [201, { protocol: "bluetooth", name: "Bluetooth" }],
  [220, { protocol: "usb", name: "USB" }],
  [226, { protocol: "ipnet", name: "Solaris IPNET" }],
  [227, { protocol: "can", name: "CAN" }],
  [228, { protocol: "raw", name: "Raw IPv4" }],
  [229, { protocol: "raw", name: "Raw IPv6" }],
  [215, { protocol: "wpan", name: "802.15.4" }],
  [230, { protocol: "wpan", name: "802.15.4" }],
  [231, { protocol: "dbus", name: "D-Bus" }],
  [239, { protocol: "nflog", name: "NFLOG" }],
  [242, { protocol: "ipoib", name: "IP over InfiniBand" }],
  [249, { protocol: "usb", name: "USB" }],
  [253, { protocol: "netlink", name: "Netlink" }],
  [271, { protocol: "vsock", name: "vSockets" }],
  [251, { protocol: "btle_rf", name: "Bluetooth LE" }],
  [256, { protocol: "btle_rf", name: "Bluetooth LE" }],
  [283, { protocol: "wpan-tap", name: "802.15.4" }],
  [276, { protocol: "sll", name: "Linux cooked" }],
]);

/** Gives the names of a link type by its number in the tcpdump registry; `link type N` for those without, `data` below 0. */
export function linkTypeName(linkType: number): LinkTypeName {
  if (linkType < 0) return { protocol: "data", name: "Data" };
  return (
    names.get(linkType) ?? {
      protocol: `link-type-${String(linkType)}`,
      name: `Link type ${String(linkType)}`,
    }
  );
}
