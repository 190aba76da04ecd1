package queue

import (
	"bufio"
	"os"
	"strings"
	"sync"

	"golang.org/x/sys/unix"
)

// A process comes to moving mail by stages, each of which brings parts of the program's own file into memory that the
// next hardly looks at. They are forgotten, once a process, as the next one begins.
var (
	forgetStart   = sync.OnceFunc(giveBack) // starting up, and opening the state
	forgetScript  = sync.OnceFunc(giveBack) // the script that made a batch
	forgetListing = sync.OnceFunc(giveBack) // logging in, listing and opening mailboxes
	forgetOpening = sync.OnceFunc(giveBack) // beginning to copy
	forgetPass    = sync.OnceFunc(giveBack) // moving mail, once nothing is moved any more
)

// giveBack has the pages of the program's own file leave memory: half of them are never looked at again, and the
// others come back by themselves. Only what cannot be written to is given back, so nothing is lost.
func giveBack() {
	program, err := os.Readlink("/proc/self/exe")
	if err != nil {
		return
	}
	maps, err := os.Open("/proc/self/maps")
	if err != nil {
		return
	}
	defer maps.Close()
	for lines := bufio.NewScanner(maps); lines.Scan(); {
		if from, to, ok := readOnlyPart(lines.Text(), program); ok {
			unix.RawSyscall(unix.SYS_MADVISE, from, to-from, unix.MADV_DONTNEED)
		}
	}
}

// readOnlyPart reads a line of /proc/self/maps: "from-to rights offset device inode file".
func readOnlyPart(line, program string) (from, to uintptr, ok bool) {
	fields := strings.Fields(line)
	if len(fields) < 6 || fields[5] != program || strings.Contains(fields[1], "w") {
		return 0, 0, false
	}
	first, last, _ := strings.Cut(fields[0], "-")
	from, to = hexadecimal(first), hexadecimal(last)
	return from, to, from != 0 && to > from
}

func hexadecimal(digits string) (n uintptr) {
	for _, c := range digits {
		switch {
		case c >= '0' && c <= '9':
			n = n<<4 | uintptr(c-'0')
		case c >= 'a' && c <= 'f':
			n = n<<4 | uintptr(c-'a'+10)
		default:
			return 0
		}
	}
	return n
}
