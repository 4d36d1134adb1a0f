/** Ports that tools name where they are not told to print numbers. */
const services =
  "echo=7 discard=9 daytime=13 chargen=19 ftp-data=20 ftp=21 ssh=22 telnet=23 smtp=25 time=37 domain=53 bootps=67 bootpc=68 tftp=69 finger=79 http=80 kerberos=88 pop3=110 sunrpc=111 auth=113 nntp=119 ntp=123 netbios-ns=137 netbios-dgm=138 netbios-ssn=139 imap=143 imap2=143 snmp=161 bgp=179 irc=194 ldap=389 https=443 microsoft-ds=445 submission=587 ldaps=636 domain-s=853 imaps=993 pop3s=995 socks=1080 ms-sql-s=1433 mqtt=1883 nfs=2049 mysql=3306 ms-wbt-server=3389 sip=5060 xmpp-client=5222 mdns=5353 postgresql=5432 amqp=5672 x11=6000 redis=6379 http-alt=8080 webcache=8080 https-alt=8443";

const servicePorts: ReadonlyMap<string, number> = new Map(
  services.split(" ").map((service) => {
    const [name = "", port] = service.split("=");
    return [name, Number(port)];
  }),
);

/** Gives the port of a service by the name that tcpdump and Wireshark print for it; undefined for other words. */
export function portOfService(name: string): number | undefined {
  return servicePorts.get(name.toLowerCase());
}
