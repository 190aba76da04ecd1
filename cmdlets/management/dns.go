package management

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"strings"
	"time"

	"golang.org/x/net/dns/dnsmessage"
	"golang.org/x/net/idna"
)

// dnsRefusal is a server's answer that there is none.
type dnsRefusal struct{ text, id string }

func (e *dnsRefusal) Error() string { return e.text }

// query asks the servers in turn until one answers (RFC 1035 4.2, 7.2).
func (c *resolveDnsName) query(ctx context.Context, name string, kind dnsmessage.Type) ([]any, error) {
	if !c.NoIdn {
		if ascii, err := idna.ToASCII(name); err == nil {
			name = ascii
		}
	}
	full, err := dnsmessage.NewName(strings.TrimSuffix(name, ".") + ".")
	if err != nil {
		return nil, &dnsRefusal{"DNS name contains an invalid character", "DNS_ERROR_INVALID_NAME_CHAR"}
	}
	servers := c.Server
	if len(servers) == 0 {
		servers = nameServers()
	}
	last := errors.New("no name server is known")
	for _, server := range servers {
		m, err := c.ask(ctx, server, full, kind)
		if err != nil {
			last = err
			continue
		}
		switch m.RCode {
		case dnsmessage.RCodeSuccess:
			return recordsOf(m), nil
		case dnsmessage.RCodeNameError:
			return nil, &dnsRefusal{"DNS name does not exist", "DNS_ERROR_RCODE_NAME_ERROR"}
		case dnsmessage.RCodeServerFailure:
			last = &dnsRefusal{"DNS server failure", "DNS_ERROR_RCODE_SERVER_FAILURE"}
		case dnsmessage.RCodeRefused:
			last = &dnsRefusal{"DNS operation refused", "DNS_ERROR_RCODE_REFUSED"}
		default:
			last = &dnsRefusal{"DNS server unable to interpret format", "DNS_ERROR_RCODE_FORMAT_ERROR"}
		}
	}
	return nil, last
}

func recordsOf(m *dnsmessage.Message) []any {
	var list []any
	for _, section := range []struct {
		name    string
		records []dnsmessage.Resource
	}{{"Answer", m.Answers}, {"Authority", m.Authorities}, {"Additional", m.Additionals}} {
		for _, r := range section.records {
			if r.Header.Type != dnsmessage.TypeOPT {
				list = append(list, dnsRecord(r, section.name))
			}
		}
	}
	return list
}

// ask sends one question to one server, over TCP when the answer was cut.
func (c *resolveDnsName) ask(ctx context.Context, server string, name dnsmessage.Name, kind dnsmessage.Type) (*dnsmessage.Message, error) {
	id := uint16(rand.Uint32())
	q := dnsmessage.Message{Header: dnsmessage.Header{ID: id, RecursionDesired: !bool(c.NoRecursion), CheckingDisabled: bool(c.DnssecCd)},
		Questions: []dnsmessage.Question{{Name: name, Type: kind, Class: dnsmessage.ClassINET}}}
	if c.DnssecOk {
		var h dnsmessage.ResourceHeader
		if err := h.SetEDNS0(4096, dnsmessage.RCodeSuccess, true); err != nil {
			return nil, err
		}
		q.Additionals = []dnsmessage.Resource{{Header: h, Body: &dnsmessage.OPTResource{}}}
	}
	packet, err := q.Pack()
	if err != nil {
		return nil, err
	}
	if _, _, err := net.SplitHostPort(server); err != nil {
		server = net.JoinHostPort(server, "53")
	}
	timeout := 5 * time.Second
	if c.QuickTimeout {
		timeout = time.Second
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	if !c.TcpOnly {
		m, err := exchange(ctx, "udp", server, packet, id)
		if err != nil || !m.Truncated {
			return m, err
		}
	}
	return exchange(ctx, "tcp", server, packet, id)
}

func exchange(ctx context.Context, network, server string, packet []byte, id uint16) (*dnsmessage.Message, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, network, server)
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	deadline, _ := ctx.Deadline()
	if err := conn.SetDeadline(deadline); err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Now()) })
	defer stop()
	if network == "tcp" {
		packet = append(binary.BigEndian.AppendUint16(nil, uint16(len(packet))), packet...)
	}
	if _, err := conn.Write(packet); err != nil {
		return nil, err
	}
	for {
		answer, err := readAnswer(conn, network)
		if err != nil {
			return nil, err
		}
		var m dnsmessage.Message
		if err := m.Unpack(answer); err != nil {
			return nil, err
		}
		if m.ID == id && m.Response {
			return &m, nil
		}
	}
}

func readAnswer(conn net.Conn, network string) ([]byte, error) {
	buffer := make([]byte, 1<<16)
	if network == "udp" {
		n, err := conn.Read(buffer)
		return buffer[:n], err
	}
	if _, err := io.ReadFull(conn, buffer[:2]); err != nil {
		return nil, err
	}
	n := int(binary.BigEndian.Uint16(buffer))
	_, err := io.ReadFull(conn, buffer[:n])
	return buffer[:n], err
}

// resolverFile names the system's servers outside Windows (resolv.conf(5)).
const resolverFile = "/etc/resolv.conf"

// fileServers reads the servers of a resolver's configuration.
func fileServers(path string) []string {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer f.Close()
	var list []string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if words := strings.Fields(lines.Text()); len(words) > 1 && words[0] == "nameserver" {
			list = append(list, words[1])
		}
	}
	return list
}
