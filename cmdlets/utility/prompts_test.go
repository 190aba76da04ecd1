package utility_test

import (
	"context"
	"strings"
	"testing"

	"stagecoach/cmdlets/utility"
	"stagecoach/shell/builtin"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/eval"
	"stagecoach/shell/format"
	"stagecoach/shell/shelltest"
)

// person answers questions, and keeps what was asked; what is hidden has a star before it.
type person struct {
	cmdlet.Host
	answers []string
	asked   []string
}

func (p *person) Interactive() bool { return true }

func (p *person) Width() int { return 80 }

func (p *person) Write(text string, _, _ int) error {
	if text = strings.TrimSpace(text); text != "" {
		p.asked = append(p.asked, strings.ReplaceAll(text, "\n", "|"))
	}
	return nil
}

func (p *person) ReadLine(prompt string, secure bool) (string, error) {
	if secure {
		prompt = "*" + prompt
	}
	p.asked = append(p.asked, prompt)
	answer := p.answers[0]
	p.answers = p.answers[1:]
	return answer, nil
}

// pfxFile writes a certificate and its key, whose password is pw, to a.pfx.
const pfxFile = `[IO.File]::WriteAllBytes('a.pfx', [convert]::FromBase64String('MIIE8gIBAzCCBKIGCSqGSIb3DQEHAaCCBJMEggSPMIIEizCCAzoGCSqGSIb3DQEHBqCCAyswggMnAgEAMIIDIAYJKoZIhvcNAQcBMF8GCSqGSIb3DQEFDTBSMDEGCSqGSIb3DQEFDDAkBBCaWvSeK1D6HdYgYNcHo6oCAgIIADAMBggqhkiG9w0CCQUAMB0GCWCGSAFlAwQBKgQQE6PIuIah3VLOfuqTD3Cz3oCCArCNoMaYIWc3KTjl5WzlJTMa7seIF4aDrmCAkuOK2lzasq8iewe2n3+gzVOeRaiUtMZNR33V4RwcdXmZ9lTGubQUPwVskNbxaVnqQo7k26hGa5pKdkNldXRXXtSpQzlqTTl1Jga56CRzk0tKglgP1TqlH5UWpdwXo2R/mC4995YMfeGmMeWlyQ1VNmq8RNYd9AQPgNl7j43sBFOyiiH85nyRHn1EfzbbCJGIwuuTSMd+e0yvD9z2up6X8BexlnenMfqmUQFTokllFPGu99ZlvbTrRyggqiwWafTH+DrtpbkGL198bYkQjTo5HkLw2GT/iDdcIIonRsPXFdshgpXFOlNWULtXUCZDJc5GMMLcFbV+42u54sgNb+EEwZuHpOsNoWgfjjEcOAoRt+yVsTc7vYoGO/q790DQziG8WysX+WyRUigEx3grpGihribAzVHYCNprplUkQzA0gH/Yt4IHKX7NmYZo5aAptzRtTz0jWHsBN/+orMzDEt2OnqiCjKCrEROs1PH5q1l8/T2e9dPCD2hd8X6HfVRnIKLmKQyaVamycTSboib2lveA3ZAQILTiuyyzbldNNYJl00v3MNt+oCgqkkJiSrTZu/29/4EhGmZk0CRJeO4rwdI1lZtn2Ga0koW201A4vQdP2aPcECp59U9PyaFa2cVbJzYveC5gzuMcGYX6+Hiq3fYEyFpVxbX8OFZzFPug3n9rdFcnltkedZGhHmbCTX+8OY6KrTMwqkeCtZxDi6U3mhiIu9Rcl+a9wSBKGKtaEi7EqWjdZQZVRgVUm5jINc25UrhCLMvkxGRzw/lAAr9vO23xvqSsyCmJX0KMC08mFMCkjYo7lZ0TEZhqL7Xc1AEGnb1LoTK2NT1rypKG/IzLcO9MDXktmkKoMIWCf7SXZSBh/AabtHShbhpIMIIBSQYJKoZIhvcNAQcBoIIBOgSCATYwggEyMIIBLgYLKoZIhvcNAQwKAQKggfcwgfQwXwYJKoZIhvcNAQUNMFIwMQYJKoZIhvcNAQUMMCQEECie5NiWXLAI79UOzeVRQQICAggAMAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBDsFN0mAhTAtoqNf4G8SenaBIGQODmpo1OL3fDaxKQSJOvDLTAn5iMhLQbndy3w0OAkndEDP+fA/ZaL1amWRdS47SEAZ0rth7yFosRhEca2FYmYMtekQGsa+BscYrBOQak1i50WzVZK9P8dvytG4Iy3nbVIvXzUnAtF2IYIDjVm7/r86bIh404hkGw+KulIFfjwFn8B3OH+t1GeFM3ddmkh2jT4MSUwIwYJKoZIhvcNAQkVMRYEFGt01cIERWABx3UnV3LgC7DKbTnRMEcwLzALBglghkgBZQMEAgEEILpYLBZsbPRMtfjPbXpclY8Nab+6ii/z5521NkonoN6iBBCHZe20PTPyMgkHGI0crFAAAgIIAA==')); `

func TestPrompts(t *testing.T) {
	for _, c := range []struct{ script, answers, want, asked string }{
		{`Read-Host; Read-Host -Prompt 'Your name'`, "a|b", "a|b", "|Your name: "},
		{`Read-Host Pin -MaskInput; (Read-Host Secret -AsSecureString).GetType().Name`, "12|34", "12|SecureString", "*Pin: |*Secret: "},
		{`Read-Host -MaskInput -AsSecureString`, "", "ERROR AmbiguousParameterSet,Microsoft.PowerShell.Commands.ReadHostCommand", ""},
		{`$c = Get-Credential -UserName anna -Message 'Sign in' -Title 'The server'; $c.UserName; $c.GetNetworkCredential().Password`, "pw", "anna|pw", "The server|Sign in|*Password for user anna: "},
		{`$c = Get-Credential -Message 'Sign in'; $c.UserName; $c.GetNetworkCredential().Password`, "bob|pw", "bob|pw", "PowerShell credential request|Sign in|User: |*Password for user bob: "},
		{`$c = Get-Credential -Credential eve; $d = Get-Credential -Credential $c; $d.UserName; [object]::ReferenceEquals($c, $d)`, "pw", "eve|True", "PowerShell credential request|Enter your credentials.|*Password for user eve: "},
		{pfxFile + `(Get-PfxCertificate a.pfx).Thumbprint`, "pw", "6B74D5C204456001C775275772E00BB0CA6D39D1", "*Enter password: "},
		{pfxFile + `Get-PfxCertificate -LiteralPath a.pfx -NoPromptForPassword`, "", "ERROR GetPfxCertificateUnknownCryptoError,Microsoft.PowerShell.Commands.GetPfxCertificateCommand", ""},
		{pfxFile + `(Get-PfxCertificate ?.pfx -Password (ConvertTo-SecureString pw -AsPlainText)).HasPrivateKey; Get-PfxCertificate none.pfx`, "", "True|ERROR GetPfxCertCommandFileNotFound,Microsoft.PowerShell.Commands.GetPfxCertificateCommand", ""},
	} {
		host := &person{answers: strings.Split(c.answers, "|")}
		out := shelltest.Texts{Fault: shelltest.FaultByID}
		s := eval.New(eval.Options{Out: &out, Host: host, Interactive: true, Location: t.TempDir(), Commands: append(builtin.Cmdlets(format.New(format.Config{})), utility.Cmdlets()...)})
		s.RunText(context.Background(), c.script, eval.RunOptions{})
		if got := strings.Join(out.Lines, "|"); got != c.want {
			t.Errorf("%s\ngives %s\nnot   %s", c.script, got, c.want)
		}
		if got := strings.Join(host.asked, "|"); got != c.asked {
			t.Errorf("%s\nasks %q\nnot  %q", c.script, got, c.asked)
		}
	}
}
