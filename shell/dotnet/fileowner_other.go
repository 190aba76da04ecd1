//go:build !unix

package dotnet

import "io/fs"

func owners(fs.FileInfo) (userName, group string) { return "", "" }

func linkCount(fs.FileInfo) int { return 1 }

func numbersOf(fs.FileInfo) statNumbers { return statNumbers{} }
