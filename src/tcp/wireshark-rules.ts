/** Which Wireshark's rules are followed where its versions differ; 4.4 splits a conversation at every new SYN. */
export type WiresharkRules = "4.0" | "4.4";
