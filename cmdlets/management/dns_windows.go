package management

import (
	"unsafe"

	"golang.org/x/sys/windows"
)

// nameServers are those of the network adapters that are up.
func nameServers() []string {
	size := uint32(15 << 10)
	var first *windows.IpAdapterAddresses
	for {
		buffer := make([]byte, size)
		first = (*windows.IpAdapterAddresses)(unsafe.Pointer(&buffer[0]))
		err := windows.GetAdaptersAddresses(windows.AF_UNSPEC, windows.GAA_FLAG_SKIP_ANYCAST|windows.GAA_FLAG_SKIP_MULTICAST, 0, first, &size)
		if err == nil {
			break
		}
		if err != windows.ERROR_BUFFER_OVERFLOW {
			return nil
		}
	}
	var list []string
	for a := first; a != nil; a = a.Next {
		if a.OperStatus != windows.IfOperStatusUp {
			continue
		}
		for d := a.FirstDnsServerAddress; d != nil; d = d.Next {
			if ip := d.Address.IP(); ip != nil {
				list = append(list, ip.String())
			}
		}
	}
	return list
}
