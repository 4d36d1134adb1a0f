import { hexadecimal, plain, truth, type Field, type FieldTable, type FrameFacts } from "./field";

function messageValues({ packet }: FrameFacts, name: string): readonly (string | number | boolean)[] {
  return packet.messages.flatMap(({ fields }) => fields[name] ?? []);
}

function texts(name: string): Field {
  return plain((facts) => messageValues(facts, name).filter((value) => typeof value !== "boolean"));
}

function truths(name: string): Field {
  return truth((facts) => messageValues(facts, name).filter((value) => typeof value === "boolean"));
}

function numbers(name: string, digits: number): Field {
  return hexadecimal(digits, (facts) =>
    messageValues(facts, name).filter((value) => typeof value === "number"),
  );
}

const plainNames =
  `dns.qry.name dns.qry.type dns.resp.name dns.flags.rcode dns.count.queries dns.count.answers
  dns.a dns.aaaa dns.cname
  http.request.method http.request.uri http.host http.user_agent http.response.code http.content_type
  tls.record.content_type tls.handshake.type tls.handshake.extensions_server_name tls.handshake.extensions_alpn_str
  tls.alert_message.desc
  quic.long.packet_type dhcp.type dhcp.option.dhcp dhcp.option.hostname dhcp.ip.your
  ntp.flags.vn ntp.flags.mode ntp.stratum sip.Method sip.Status-Code sip.Call-ID`.split(/\s+/u);

/** Fields of application messages, in the frame that completes the message. */
export const messageFields: FieldTable = {
  "dns.id": numbers("dns.id", 4),
  "dns.flags.response": truths("dns.flags.response"),
  "http.request": truths("http.request"),
  "http.response": truths("http.response"),
  "dhcp.id": numbers("dhcp.id", 8),
  "quic.version": numbers("quic.version", 8),
  ...Object.fromEntries(plainNames.map((name) => [name, texts(name)])),
};
