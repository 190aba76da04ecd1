package management

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"stagecoach/shell/builtin"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/shelltest"
)

func runAtRoot(script string) string {
	var out shelltest.Texts
	s := eval.New(eval.Options{Out: &out, Location: "/", Commands: append(builtin.Cmdlets(format.New(format.Config{Views: []func() []*cmdlet.View{Views}})), Cmdlets()...)})
	s.RunText(context.Background(), script, eval.RunOptions{})
	return strings.Join(out.Lines, "\n")
}

func TestConnectionToAPort(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	open := strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
	defer l.Close()
	other, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	closed := strconv.Itoa(other.Addr().(*net.TCPAddr).Port)
	other.Close()
	old := lookUp
	defer func() { lookUp = old }()
	lookUp = func(_ context.Context, _, name string) ([]net.IP, error) {
		if name == "here.example" {
			return []net.IP{net.IPv4(127, 0, 0, 1)}, nil
		}
		return nil, errors.New("no such name")
	}
	for script, want := range map[string]string{
		`Test-Connection 127.0.0.1 -TcpPort ` + open:      "True",
		`Test-Connection here.example -TcpPort ` + closed: "False",
		`Test-Connection here.example -TcpPort ` + open + ` -Detailed | % { $_.Id; $_.Target; "$($_.TargetAddress)"; $_.Connected; $_.Status }`: "1\nhere.example\n127.0.0.1\nTrue\nSuccess",
		`Test-Connection here.example -TcpPort ` + closed + ` -Detailed | % { $_.Connected; $_.Status; $_.Latency }`:                            "False\nConnectionRefused\n0",
		`Test-Connection none.example -TcpPort 1`:        "ERROR TestConnectionException,Microsoft.PowerShell.Commands.TestConnectionCommand ResourceUnavailable: Testing connection to computer 'none.example' failed: Cannot resolve the target name.",
		`Test-Connection none.example -TcpPort 1 -Quiet`: "False",
		`Test-Connection 127.0.0.1 -IPv6 -TcpPort 1`:     "ERROR TestConnectionException,Microsoft.PowerShell.Commands.TestConnectionCommand ResourceUnavailable: Testing connection to computer '127.0.0.1' failed: Target IPv4/IPv6 address absent.",
	} {
		if got := runAtRoot(script); got != want {
			t.Errorf("%s\ngives %s\nnot   %s", script, got, want)
		}
	}
}

func TestPing(t *testing.T) {
	old := echo
	defer func() { echo = old }()
	echo = func(_ context.Context, address net.IP, _ int, r request) (time.Duration, int64, error) {
		switch {
		case address.Equal(net.IPv4(127, 0, 0, 3)):
			return 0, 0, errors.New("An exception occurred during a Ping request.")
		case address.Equal(net.IPv4(127, 0, 0, 2)):
			return 0, ipTimedOut, nil
		}
		return 7 * time.Millisecond, ipSuccess, nil
	}
	for script, want := range map[string]string{
		`Test-Connection 127.0.0.1 -Count 1 -Source me | % { $_.Ping; $_.Source; $_.Destination; "$($_.Address)"; $_.Latency; $_.Status; $_.BufferSize }`: "1\nme\n127.0.0.1\n127.0.0.1\n7\nSuccess\n32",
		`Test-Connection 127.0.0.2 -Count 1 | % { $_.DisplayAddress; $_.Status; $null -eq $_.Address }`:                                                   "*\nTimedOut\nTrue",
		`Test-Connection 127.0.0.1, 127.0.0.2 -Count 1 -Quiet`:                                                                                            "True\nFalse",
		`Test-Connection 127.0.0.3 -Count 1`: "ERROR TestConnectionException,Microsoft.PowerShell.Commands.TestConnectionCommand ResourceUnavailable: Testing connection to computer '127.0.0.3' failed: An exception occurred during a Ping request.",
		`Test-Connection 127.0.0.2 -Count 1 -Source me | Out-String | % { ($_ -split "\r?\n") -match 'Destination|TimedOut' }`: "   Destination: 127.0.0.2\n   1 me               *                               *          * TimedOut",
	} {
		if got := runAtRoot(script); got != want {
			t.Errorf("%s\ngives %s\nnot   %s", script, got, want)
		}
	}
}

// What of its parameters a request has, and the searches that send several.
func TestPingParameters(t *testing.T) {
	old := echo
	defer func() { echo = old }()
	var sent []request
	echo = func(_ context.Context, address net.IP, _ int, r request) (time.Duration, int64, error) {
		sent = append(sent, r)
		switch {
		case address.Equal(net.IPv4(127, 0, 0, 9)) && r.hops < 3:
			return 0, ipTTLExpired, nil
		case address.Equal(net.IPv4(127, 0, 0, 8)):
			return 0, ipTimedOut, nil
		case r.size > 1472 && r.dontFragment:
			return 0, ipPacketTooBig, nil
		}
		return 3 * time.Millisecond, ipSuccess, nil
	}
	for script, want := range map[string]string{
		`Test-Connection 127.0.0.1 -Ping -Count 1 -BufferSize 100 -MaxHops 9 -DontFragment -TimeoutSeconds 3 -IPv4 | % BufferSize`:         "100",
		`Test-Connection 127.0.0.1 -Repeat -Delay 1 | % { $_.Ping; break }`:                                                                "1",
		`Test-Connection 127.0.0.1 -Count 1 -ResolveDestination | % { $_.Destination -match '^(localhost|127)' }`:                          "True",
		`(Test-Connection 127.0.0.9 -Traceroute -Source me)[-4..-1] | % { "$($_.Hop) $($_.Ping) $($_.Status) $($_.Hostname)" }`:            "2 3 TtlExpired \n3 1 Success 127.0.0.9\n3 2 Success 127.0.0.9\n3 3 Success 127.0.0.9",
		`Test-Connection 127.0.0.9 -Traceroute -MaxHops 2 -Quiet; Test-Connection 127.0.0.9 -Traceroute -Quiet`:                            "False\nTrue",
		`Test-Connection 127.0.0.9 -Traceroute -MaxHops 2 | Out-Null`:                                                                      "ERROR TestConnectionException,Microsoft.PowerShell.Commands.TestConnectionCommand ConnectionError: Cannot complete traceroute to destination '127.0.0.9': Number of hops required to reach host exceeds MaxHops (2).",
		`Test-Connection 127.0.0.1 -MtuSize -Quiet; Test-Connection 127.0.0.1 -MtuSize | % { $_.MtuSize; $_.Destination; "$($_.Status)" }`: "1472\n1472\n127.0.0.1\nSuccess",
		`Test-Connection 127.0.0.8 -MtuSize`: "ERROR TestConnectionException,Microsoft.PowerShell.Commands.TestConnectionCommand ResourceUnavailable: 127.0.0.8",
	} {
		if got := runAtRoot(script); got != want {
			t.Errorf("%s\ngives %s\nnot   %s", script, got, want)
		}
	}
	sent = nil
	runAtRoot(`Test-Connection 127.0.0.1 -Count 1 -BufferSize 100 -MaxHops 9 -DontFragment -TimeoutSeconds 3`)
	if len(sent) != 1 || sent[0] != (request{100, 9, true, 3 * time.Second}) {
		t.Errorf("sent %+v", sent)
	}
}

// nameServer answers every question about example.org; over UDP big answers are cut.
func nameServer(t *testing.T) string {
	t.Helper()
	udp, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	tcp, err := net.Listen("tcp", udp.LocalAddr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { udp.Close(); tcp.Close() })
	go func() {
		buffer := make([]byte, 1500)
		for {
			n, from, err := udp.ReadFrom(buffer)
			if err != nil {
				return
			}
			_, _ = udp.WriteTo(answerTo(buffer[:n], true), from)
		}
	}()
	go func() {
		for {
			conn, err := tcp.Accept()
			if err != nil {
				return
			}
			buffer := make([]byte, 1500)
			n, _ := conn.Read(buffer)
			answer := answerTo(buffer[2:n], false)
			_, _ = conn.Write(append([]byte{byte(len(answer) >> 8), byte(len(answer))}, answer...))
			conn.Close()
		}
	}()
	return udp.LocalAddr().String()
}

func answerTo(question []byte, udp bool) []byte {
	var m dnsmessage.Message
	if err := m.Unpack(question); err != nil {
		return nil
	}
	m.Response = true
	q := m.Questions[0]
	name := func(s string) dnsmessage.Name { return dnsmessage.MustNewName(s) }
	var body dnsmessage.ResourceBody
	switch {
	case q.Name.String() == "flags.example.org.":
		signatures := slices.ContainsFunc(m.Additionals, func(r dnsmessage.Resource) bool {
			return r.Header.Type == dnsmessage.TypeOPT && r.Header.DNSSECAllowed()
		})
		text := fmt.Sprintf("recursion %t, unchecked %t, signatures %t", m.RecursionDesired, m.CheckingDisabled, signatures)
		body = &dnsmessage.TXTResource{TXT: []string{text}}
	case q.Name.String() == "none.example.org.":
		m.RCode = dnsmessage.RCodeNameError
	case q.Name.String() == "1.0.0.127.in-addr.arpa.":
		body = &dnsmessage.PTRResource{PTR: name("localhost.")}
	case q.Type == dnsmessage.TypeA:
		body = &dnsmessage.AResource{A: [4]byte{192, 0, 2, 1}}
	case q.Type == dnsmessage.TypeMX:
		body = &dnsmessage.MXResource{Pref: 10, MX: name("mail.example.org.")}
	case q.Type == dnsmessage.TypeTXT && udp:
		m.Truncated = true
	case q.Type == dnsmessage.TypeTXT:
		body = &dnsmessage.TXTResource{TXT: []string{"v=spf1", "-all"}}
	case q.Type == dnsmessage.TypeSRV:
		body = &dnsmessage.SRVResource{Priority: 1, Weight: 2, Port: 443, Target: name("auto.example.org.")}
	case q.Type == dnsmessage.TypeNS:
		body = &dnsmessage.NSResource{NS: name("ns.example.org.")}
	case q.Type == dnsmessage.TypeCNAME:
		body = &dnsmessage.CNAMEResource{CNAME: name("real.example.org.")}
	case q.Type == dnsmessage.TypeSOA:
		m.RCode = dnsmessage.RCodeServerFailure
	}
	if body != nil {
		m.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 60}, Body: body}}
	}
	b, err := m.Pack()
	if err != nil {
		return nil
	}
	return b
}

func TestResolveDnsName(t *testing.T) {
	server := nameServer(t)
	fails := func(name, id, text string) string {
		return "ERROR " + id + ",Resolve-DnsName ResourceUnavailable: " + name + " : " + text
	}
	for script, want := range map[string]string{
		`Resolve-DnsName example.org A`:      "",
		`Resolve-DnsName example.org`:        "",
		`Resolve-DnsName none.example.org A`: fails("none.example.org", "DNS_ERROR_RCODE_NAME_ERROR", "DNS name does not exist"),
		`Resolve-DnsName example.org SOA`:    fails("example.org", "DNS_ERROR_RCODE_SERVER_FAILURE", "DNS server failure"),
		`Resolve-DnsName example.org AAAA`:   fails("example.org", "DNS_INFO_NO_RECORDS", "DNS record does not exist"),
		`Resolve-DnsName example.org -Type MX | % { $_.Name; $_.Type; $_.TTL; $_.Section; $_.NameExchange; $_.Preference }`:                          "example.org\nMX\n60\nAnswer\nmail.example.org\n10",
		`(Resolve-DnsName example.org TXT).Strings -join '|'`:                                                                                        "v=spf1|-all",
		`Resolve-DnsName _autodiscover._tcp.example.org SRV -TcpOnly | % { $_.NameTarget; $_.Port; $_.Priority; $_.Weight }`:                         "auto.example.org\n443\n1\n2",
		`(Resolve-DnsName example.org NS).NameHost; (Resolve-DnsName www.example.org CNAME -DnsOnly).NameHost; (Resolve-DnsName 127.0.0.1).NameHost`: "ns.example.org\nreal.example.org\nlocalhost",
		`Resolve-DnsName example.org A -CacheOnly`:                                                                                                   fails("example.org", "DNS_INFO_NO_RECORDS", "DNS record does not exist"),
		`Resolve-DnsName example.org A -LlmnrOnly; Resolve-DnsName example.org -LlmnrNetbiosOnly`:                                                    fails("example.org", "DNS_INFO_NO_RECORDS", "DNS record does not exist") + "\n" + fails("example.org", "DNS_INFO_NO_RECORDS", "DNS record does not exist"),
		`(Resolve-DnsName example.org A -NoHostsFile -LlmnrFallback -NetbiosFallback -QuickTimeout -NoIdn).IPAddress`:                                "192.0.2.1",
		`(Resolve-DnsName flags.example.org TXT -NoRecursion -DnssecCd -DnssecOk).Strings; (Resolve-DnsName flags.example.org TXT).Strings`:          "recursion false, unchecked true, signatures true\nrecursion true, unchecked false, signatures false",
		`(Resolve-DnsName bücher.example.org NS).Name; (Resolve-DnsName bücher.example.org NS -NoIdn).Name`:                                          "xn--bcher-kva.example.org\nbücher.example.org",
	} {
		script = strings.ReplaceAll(script, "Resolve-DnsName ", "Resolve-DnsName -Server "+server+" ")
		if want == "" {
			script, want = "("+script+").IPAddress", "192.0.2.1"
		}
		if got := runAtRoot(script); got != want {
			t.Errorf("%s\ngives %s\nnot   %s", script, got, want)
		}
	}
}

func TestClipboard(t *testing.T) {
	old := theClipboard
	defer func() { theClipboard = old }()
	absent := func(context.Context, *string, string, ...string) (string, error) {
		return "", errors.New("no such program")
	}
	for script, want := range map[string]string{
		`Set-Clipboard one; 'two', 'three' | Set-Clipboard -Append; Get-Clipboard; (Get-Clipboard -Raw).Length`: "one\ntwo\nthree\n13",
		`Get-Clipboard`: "",
		`Set-Clipboard 'a;b' -PassThru; Get-Clipboard -Delimiter ';'`: "a;b\na\nb",
		`Set-Clipboard x -WhatIf; Get-Clipboard`:                      "",
	} {
		theClipboard = &clipboard{run: absent}
		if got := runAtRoot(script); got != want {
			t.Errorf("%s\ngives %s\nnot   %s", script, got, want)
		}
	}
	kept := ""
	theClipboard = &clipboard{run: func(_ context.Context, in *string, _ string, _ ...string) (string, error) {
		if in != nil {
			kept = *in
		}
		return kept, nil
	}}
	if got := runAtRoot(`Set-Clipboard there; Get-Clipboard`); got != "there" || kept != "there" {
		t.Errorf("the system's clipboard has %q, and gives %q", kept, got)
	}
}

func TestGetTimeZone(t *testing.T) {
	for script, want := range map[string]string{
		`(Get-TimeZone -Id Europe/Berlin).BaseUtcOffset; 'UTC' | Get-TimeZone | % Id`: "01:00:00\nUTC",
		`(Get-TimeZone).GetType().Name; (Get-TimeZone -ListAvailable).Count -gt 10`:   "TimeZoneInfo\nTrue",
		`Get-TimeZone -Id Nowhere/None`:                                               "ERROR TimeZoneNotFound,Microsoft.PowerShell.Commands.GetTimeZoneCommand ObjectNotFound: The time zone with Id 'Nowhere/None' was not found.",
		`Get-TimeZone Nowhere*; Get-TimeZone Nowhere`:                                 "ERROR TimeZoneNotFound,Microsoft.PowerShell.Commands.GetTimeZoneCommand ObjectNotFound: The time zone with the name 'Nowhere' was not found.",
	} {
		if got := runAtRoot(script); got != want {
			t.Errorf("%s\ngives %s\nnot   %s", script, got, want)
		}
	}
}

// terminal is a host that keeps what is written to it.
type terminal struct {
	cmdlet.Host
	text string
}

func (h *terminal) Write(text string, _, _ int) error {
	h.text += text
	return nil
}

func TestClipboardOfTheTerminal(t *testing.T) {
	host := &terminal{}
	var out shelltest.Texts
	s := eval.New(eval.Options{Out: &out, Host: host, Location: "/", Commands: append(builtin.Cmdlets(format.New(format.Config{})), Cmdlets()...)})
	s.RunText(context.Background(), `'a', 'ä' | Set-Clipboard -AsOSC52`, eval.RunOptions{})
	if want := "\x1b]52;c;YQrDpA==\a"; host.text != want || len(out.Lines) > 0 {
		t.Errorf("wrote %q, not %q; %v", host.text, want, out.Lines)
	}
}
