package dotnet

import "stagecoach/shell/object"

// hresults are the HResult values of .NET's exceptions (its COR_E_ constants and those of
// Windows), by full type name; a type that is not here has its base type's.
var hresults = map[string]uint32{
	"System.Exception":                                       0x80131500,
	"System.SystemException":                                 0x80131501,
	"System.ArgumentOutOfRangeException":                     0x80131502,
	"System.ArrayTypeMismatchException":                      0x80131503,
	"System.ApplicationException":                            0x80131600,
	"System.ArgumentException":                               0x80070057,
	"System.ArgumentNullException":                           0x80004003,
	"System.ArithmeticException":                             0x80070216,
	"System.DivideByZeroException":                           0x80020012,
	"System.OverflowException":                               0x80131516,
	"System.FormatException":                                 0x80131537,
	"System.UriFormatException":                              0x80131537,
	"System.IndexOutOfRangeException":                        0x80131508,
	"System.InvalidCastException":                            0x80004002,
	"System.InvalidOperationException":                       0x80131509,
	"System.NotImplementedException":                         0x80004001,
	"System.NotSupportedException":                           0x80131515,
	"System.NullReferenceException":                          0x80004003,
	"System.OperationCanceledException":                      0x8013153B,
	"System.OutOfMemoryException":                            0x8007000E,
	"System.RankException":                                   0x80131517,
	"System.TimeoutException":                                0x80131505,
	"System.UnauthorizedAccessException":                     0x80070005,
	"System.MissingMemberException":                          0x80131512,
	"System.MissingMethodException":                          0x80131513,
	"System.TypeLoadException":                               0x80131522,
	"System.AggregateException":                              0x80131500,
	"System.Collections.Generic.KeyNotFoundException":        0x80131577,
	"System.IO.IOException":                                  0x80131620,
	"System.IO.FileNotFoundException":                        0x80070002,
	"System.IO.DirectoryNotFoundException":                   0x80070003,
	"System.IO.PathTooLongException":                         0x800700CE,
	"System.IO.EndOfStreamException":                         0x80070026,
	"System.IO.InvalidDataException":                         0x80131501,
	"System.Security.SecurityException":                      0x8013150A,
	"System.Security.Cryptography.CryptographicException":    0x80131501,
	"System.Reflection.TargetInvocationException":            0x80131604,
	"System.Xml.XmlException":                                0x80131940,
	"System.Management.Automation.MethodInvocationException": 0x80131501,
}

// hresult is the number that exceptions of a type have in their HResult.
func hresult(t *object.Type) int32 {
	for ; t != nil; t = t.Base {
		if n, ok := hresults[t.FullName()]; ok {
			return int32(n)
		}
	}
	return -2146233088
}
