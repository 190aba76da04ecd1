package dotnet

import (
	"bufio"
	"os"
	"strconv"
	"strings"
)

// modulesOf reads /proc/ID/maps: the mappings of one file that follow each other are a module
// when code may be run in one of them.
func modulesOf(id int) ([]*ProcessModule, error) {
	f, err := os.Open("/proc/" + strconv.Itoa(id) + "/maps")
	if err != nil {
		return nil, err
	}
	defer f.Close()
	program, _ := os.Readlink("/proc/" + strconv.Itoa(id) + "/exe") // of a process of somebody else there is none, nor are there modules
	var list []*ProcessModule
	var last *ProcessModule
	code := false
	commit := func() {
		if last == nil || !code {
			return
		}
		if last.Path == program {
			list = append([]*ProcessModule{last}, list...)
		} else {
			list = append(list, last)
		}
	}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		from, to, permissions, path, ok := mapping(lines.Text())
		if !ok {
			commit()
			last, code = nil, false
			continue
		}
		if last == nil || last.Path != path || last.Base+last.Size != from {
			commit()
			last, code = &ProcessModule{Path: path, Base: from}, false
		}
		last.Size = to - last.Base
		code = code || strings.HasPrefix(permissions, "r") && strings.Contains(permissions, "x")
	}
	commit()
	return list, lines.Err()
}

// mapping reads a line of maps: addresses, permissions and the file; ok is false for memory that is no file's.
func mapping(line string) (from, to int64, permissions, path string, ok bool) {
	at := strings.IndexByte(line, '/')
	fields := strings.Fields(line)
	if at < 0 || len(fields) < 6 {
		return 0, 0, "", "", false
	}
	low, high, _ := strings.Cut(fields[0], "-")
	from, err := strconv.ParseInt(low, 16, 64)
	if err != nil {
		return 0, 0, "", "", false
	}
	to, err = strconv.ParseInt(high, 16, 64)
	return from, to, fields[1], line[at:], err == nil
}
