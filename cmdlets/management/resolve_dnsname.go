package management

import (
	"context"
	"errors"
	"net"
	"strings"

	"golang.org/x/net/dns/dnsmessage"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type resolveDnsName struct {
	Name             string        `ps:"mandatory,position=0,pipeline,byname" notempty:"true" help:"The name, or an address whose name is wanted."`
	Type             string        `ps:"position=1,byname" set:"A_AAAA|A|AAAA|CNAME|MX|NS|PTR|SOA|SRV|TXT|ALL|ANY" default:"A_AAAA" help:"The kind of records."`
	Server           []string      `ps:"" count:"1..5" help:"The servers to ask, in place of the system's."`
	DnsOnly          cmdlet.Switch `ps:"" help:"By DNS alone, as is done without."`
	CacheOnly        cmdlet.Switch `ps:"" help:"Asks no server; there is no cache here."`
	DnssecOk         cmdlet.Switch `ps:"" help:"Signatures are wanted too."`
	DnssecCd         cmdlet.Switch `ps:"" help:"The server need not check signatures."`
	NoHostsFile      cmdlet.Switch `ps:"" help:"Leaves the hosts file aside, as is done without."`
	LlmnrNetbiosOnly cmdlet.Switch `ps:"" help:"Not by DNS."`
	LlmnrFallback    cmdlet.Switch `ps:"" help:"By LLMNR too."`
	LlmnrOnly        cmdlet.Switch `ps:"" help:"By LLMNR alone."`
	NetbiosFallback  cmdlet.Switch `ps:"" help:"By NetBIOS too."`
	NoIdn            cmdlet.Switch `ps:"" help:"The name is not turned into ASCII."`
	NoRecursion      cmdlet.Switch `ps:"" help:"The server asks no others."`
	QuickTimeout     cmdlet.Switch `ps:"" help:"Waits less."`
	TcpOnly          cmdlet.Switch `ps:"" help:"Asks over TCP."`
}

func resolveDnsNameCmdlet() *cmdlet.Definition {
	return cmdlet.Define("Resolve-DnsName", func() cmdlet.Cmdlet { return &resolveDnsName{Type: "A_AAAA"} }, cmdlet.Options{
		Module: "DnsClient", Synopsis: "Asks DNS servers for the records of a name.", Outputs: []string{"Microsoft.DnsClient.Commands.DnsRecord"}})
}

var dnsTypes = map[string][]dnsmessage.Type{
	"A_AAAA": {dnsmessage.TypeAAAA, dnsmessage.TypeA}, "A": {dnsmessage.TypeA}, "AAAA": {dnsmessage.TypeAAAA}, "CNAME": {dnsmessage.TypeCNAME}, "MX": {dnsmessage.TypeMX},
	"NS": {dnsmessage.TypeNS}, "PTR": {dnsmessage.TypePTR}, "SOA": {dnsmessage.TypeSOA}, "SRV": {dnsmessage.TypeSRV}, "TXT": {dnsmessage.TypeTXT}, "ALL": {dnsmessage.TypeALL}, "ANY": {dnsmessage.TypeALL},
}

// Process asks for each kind of record and writes the answers.
func (c *resolveDnsName) Process(ctx context.Context, rt cmdlet.Runtime) error {
	name, kinds := c.Name, dnsTypes[strings.ToUpper(c.Type)]
	if ip := net.ParseIP(name); ip != nil && len(kinds) == 2 {
		name, kinds = reverseName(ip), []dnsmessage.Type{dnsmessage.TypePTR}
	} else if ip != nil && kinds[0] == dnsmessage.TypePTR {
		name = reverseName(ip)
	}
	if bool(c.CacheOnly) || bool(c.LlmnrOnly) || bool(c.LlmnrNetbiosOnly) {
		return rt.WriteError(dnsFailed(c.Name, "DNS record does not exist", "DNS_INFO_NO_RECORDS"))
	}
	found := false
	for _, kind := range kinds {
		var records []any
		var err error
		cmdlet.WhileWaiting(rt, func() { records, err = c.query(ctx, name, kind) })
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var refused *dnsRefusal
		if errors.As(err, &refused) {
			return rt.WriteError(dnsFailed(c.Name, refused.text, refused.id))
		}
		if err != nil {
			return rt.WriteError(dnsFailed(c.Name, "This operation returned because the timeout period expired", "ERROR_TIMEOUT"))
		}
		for _, r := range records {
			found = true
			if err := rt.WriteObject(r); err != nil {
				return err
			}
		}
	}
	if !found {
		return rt.WriteError(dnsFailed(c.Name, "DNS record does not exist", "DNS_INFO_NO_RECORDS"))
	}
	return nil
}

// dnsFailed is Windows' error, as the cmdlet of its module writes it.
func dnsFailed(name, text, id string) *object.ErrorRecord {
	e := &object.Exception{Type: object.ExceptionType, Message: name + " : " + text}
	if t, err := dotnet.Find("System.ComponentModel.Win32Exception"); err == nil {
		e.Type = t
	}
	return &object.ErrorRecord{Exception: e, ID: id, Category: object.ResourceUnavailable, Target: name}
}

// reverseName is the name under which an address's name is kept (RFC 1035 3.5, RFC 3596 2.5).
func reverseName(ip net.IP) string {
	var b strings.Builder
	if v4 := ip.To4(); v4 != nil {
		for i := len(v4) - 1; i >= 0; i-- {
			b.WriteString(object.Text(nil, int32(v4[i])) + ".")
		}
		return b.String() + "in-addr.arpa"
	}
	const digits = "0123456789abcdef"
	for i := len(ip) - 1; i >= 0; i-- {
		b.WriteString(string(digits[ip[i]&15]) + "." + string(digits[ip[i]>>4]) + ".")
	}
	return b.String() + "ip6.arpa"
}

// dnsRecord makes the object of a record: its properties are those of its kind.
func dnsRecord(r dnsmessage.Resource, section string) any {
	o := object.NewCustom(8)
	o.Set("Name", strings.TrimSuffix(r.Header.Name.String(), "."))
	kind := strings.TrimPrefix(r.Header.Type.String(), "Type")
	o.Set("Type", kind)
	o.Set("TTL", int32(r.Header.TTL))
	o.Set("Section", section)
	host := func(n dnsmessage.Name) string { return strings.TrimSuffix(n.String(), ".") }
	switch b := r.Body.(type) {
	case *dnsmessage.AResource:
		o.Set("IPAddress", net.IP(b.A[:]).String())
	case *dnsmessage.AAAAResource:
		o.Set("IPAddress", net.IP(b.AAAA[:]).String())
	case *dnsmessage.CNAMEResource:
		o.Set("NameHost", host(b.CNAME))
	case *dnsmessage.NSResource:
		o.Set("NameHost", host(b.NS))
	case *dnsmessage.PTRResource:
		o.Set("NameHost", host(b.PTR))
	case *dnsmessage.MXResource:
		o.Set("NameExchange", host(b.MX))
		o.Set("Preference", int32(b.Pref))
	case *dnsmessage.TXTResource:
		o.Set("Strings", object.FromGoValue(b.TXT))
	case *dnsmessage.SRVResource:
		o.Set("NameTarget", host(b.Target))
		o.Set("Priority", int32(b.Priority))
		o.Set("Weight", int32(b.Weight))
		o.Set("Port", int32(b.Port))
	case *dnsmessage.SOAResource:
		o.Set("PrimaryServer", host(b.NS))
		o.Set("NameAdministrator", host(b.MBox))
		o.Set("SerialNumber", int64(b.Serial))
		o.Set("TimeToZoneRefresh", int64(b.Refresh))
		o.Set("TimeToZoneFailureRetry", int64(b.Retry))
		o.Set("TimeToExpiration", int64(b.Expire))
		o.Set("DefaultTTL", int64(b.MinTTL))
	}
	object.SetTypeNames(o, []string{"Microsoft.DnsClient.Commands.DnsRecord_" + kind, "Microsoft.DnsClient.Commands.DnsRecord", "System.Object"})
	return o
}
