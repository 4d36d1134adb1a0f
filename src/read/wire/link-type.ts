import { namesByNumber } from "../../base/names-by-number";

/** Wireshark's short name of a link layer, and the words for it. */
export interface LinkTypeName {
  readonly protocol: string;
  readonly name: string;
}

/** By number: the short name, and the words where they are others than its letters. */
const names = namesByNumber(
  "0 null Loopback|1 eth Ethernet|3 ax25 AX.25|6 tr Token Ring|7 arcnet|8 slip|9 ppp|10 fddi|" +
    "12 raw Raw IP|14 raw Raw IP|50 ppp|51 pppoes PPPoE|99 axe Axent Raptor|101 raw Raw IP|" +
    "104 chdlc Cisco HDLC|105 wlan 802.11|106 clip Classical IP over ATM|107 fr Frame Relay|" +
    "108 null Loopback|109 enc OpenBSD enc|113 sll Linux cooked|117 pflog PF log|" +
    "119 prism 802.11 Prism|123 atm SunATM|127 radiotap 802.11 radiotap|129 arcnet|" +
    "137 juniper Juniper ATM1|138 ieee1394 IEEE 1394|139 mtp2|140 mtp2|141 mtp3|142 sccp|" +
    "143 docsis|144 irlap IrDA|147 user_dlt User-defined|149 pktap|163 wlancap 802.11 AVS|" +
    "165 mstp BACnet MS/TP|177 lapd|178 juniper Juniper Ethernet|186 usb|187 bluetooth Bluetooth|" +
    "189 usb|192 ppi|195 wpan 802.15.4|197 erf|199 ipmi|201 bluetooth Bluetooth|202 ax25 AX.25|" +
    "203 lapd|204 ppp|210 flexray FlexRay|212 lin|215 wpan 802.15.4|220 usb|224 fc Fibre Channel|" +
    "225 fc Fibre Channel|226 ipnet Solaris IPNET|227 can|228 raw Raw IPv4|229 raw Raw IPv6|" +
    "230 wpan 802.15.4|231 dbus D-Bus|235 dvbci DVB-CI|239 nflog|242 ipoib IP over InfiniBand|" +
    "243 mp2t MPEG-2 transport stream|248 sctp|249 usb|251 btle_rf Bluetooth LE|" +
    "252 exported_pdu Wireshark upper PDU|253 netlink Netlink|256 btle_rf Bluetooth LE|258 pktap|" +
    "265 iso14443 ISO 14443|271 vsock vSockets|272 nordic_ble nRF sniffer|" +
    "273 docsis31 DOCSIS 3.1|274 mpacket Ethernet mPacket|276 sll Linux cooked|281 eth Ethernet|" +
    "283 wpan-tap 802.15.4|284 eth Ethernet|288 usb",
);

/** Gives the names of a link type by its number in the tcpdump registry; `link type N` for those without, `data` below 0. */
export function linkTypeName(linkType: number): LinkTypeName {
  if (linkType < 0) return { protocol: "data", name: "Data" };
  const known = names.get(linkType) ?? `link-type-${String(linkType)} Link type ${String(linkType)}`;
  const [protocol = known] = known.split(" ", 1);
  return { protocol, name: known.slice(protocol.length + 1) || protocol.toUpperCase() };
}
