import type { FilterType } from "./filter";

const fieldsByType: Record<FilterType, string> = {
  integer: `frame.number frame.len frame.cap_len frame.interface_id
    ip.version ip.hdr_len ip.len ip.id ip.ttl ip.proto ip.frag_offset ip.dsfield ip.dsfield.dscp ip.dsfield.ecn ipv6.plen ipv6.nxt ipv6.hlim
    tcp.stream tcp.port tcp.srcport tcp.dstport tcp.flags tcp.seq tcp.ack tcp.seq_raw tcp.ack_raw tcp.nxtseq tcp.len
    tcp.hdr_len tcp.window_size tcp.window_size_value tcp.window_size_scalefactor tcp.completeness tcp.checksum tcp.urgent_pointer
    tcp.options.mss_val tcp.options.wscale.shift tcp.options.wscale.multiplier tcp.options.timestamp.tsval
    tcp.options.timestamp.tsecr tcp.analysis.acks_frame tcp.analysis.bytes_in_flight tcp.analysis.push_bytes_sent
    tcp.analysis.duplicate_ack_num tcp.analysis.duplicate_ack_frame tcp.analysis.rto_frame tcp.options.sack_le tcp.options.sack_re
    udp.port udp.srcport udp.dstport udp.length udp.stream
    icmp.type icmp.code icmp.ident icmp.seq icmpv6.type icmpv6.code arp.opcode eth.type vlan.id
    dns.id dns.qry.type dns.flags.rcode dns.count.queries dns.count.answers http.response.code
    tls.record.content_type tls.handshake.type tls.alert_message.desc quic.version quic.long.packet_type
    dhcp.type dhcp.id dhcp.option.dhcp ntp.flags.vn ntp.flags.mode ntp.stratum sip.Status-Code`,
  float:
    "frame.time_relative frame.time_delta frame.time_epoch tcp.time_relative tcp.time_delta tcp.analysis.ack_rtt tcp.analysis.initial_rtt tcp.analysis.rto",
  boolean: `tcp.flags.syn tcp.flags.ack tcp.flags.fin tcp.flags.reset tcp.flags.push tcp.flags.urg tcp.flags.ece tcp.flags.cwr tcp.flags.ns tcp.flags.ae tcp.flags.res
    ip.flags.df ip.flags.mf dns.flags.response http.request http.response`,
  string: `frame.protocols frame.comment tcp.flags.str tcp.completeness.str dns.qry.name dns.resp.name dns.cname
    http.request.method http.request.uri http.host http.user_agent http.content_type
    tls.handshake.extensions_server_name tls.handshake.extensions_alpn_str
    dhcp.option.hostname sip.Method sip.Call-ID`,
  ipv4: "ip.addr ip.src ip.dst arp.src.proto_ipv4 arp.dst.proto_ipv4 dns.a dhcp.ip.your",
  ipv6: "ipv6.addr ipv6.src ipv6.dst dns.aaaa",
  ether: "eth.addr eth.src eth.dst arp.src.hw_mac arp.dst.hw_mac",
  protocol: `frame eth vlan ip ipv6 tcp udp icmp icmpv6 arp dns mdns llmnr http tls quic sip rtsp dhcp ntp
    ssh smtp ftp pop imap bgp smb smb2 nbss modbus kerberos tds mysql pgsql mqtt ldap resp
    sll null raw llc wlan radiotap ppp pppoes mpls gre erspan vxlan geneve gtp teredo l2tp igmp sctp esp ah data
    tcp.payload tcp.options.sack_perm
    tcp.analysis tcp.analysis.flags tcp.analysis.retransmission tcp.analysis.fast_retransmission
    tcp.analysis.spurious_retransmission tcp.analysis.out_of_order tcp.analysis.duplicate_ack tcp.analysis.lost_segment
    tcp.analysis.ack_lost_segment tcp.analysis.keep_alive tcp.analysis.keep_alive_ack tcp.analysis.window_update
    tcp.analysis.window_full tcp.analysis.zero_window tcp.analysis.zero_window_probe tcp.analysis.zero_window_probe_ack
    tcp.analysis.reused_ports`,
};

const types: readonly FilterType[] = [
  "integer",
  "float",
  "boolean",
  "string",
  "ipv4",
  "ipv6",
  "ether",
  "protocol",
];

/** Every field a filter may name, with its type; the names are Wireshark's. */
export const filterFields: ReadonlyMap<string, FilterType> = new Map(
  types.flatMap((type) => fieldsByType[type].split(/\s+/u).map((name) => [name, type] as const)),
);
