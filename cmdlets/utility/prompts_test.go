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

func TestPrompts(t *testing.T) {
	for _, c := range []struct{ script, answers, want, asked string }{
		{`Read-Host; Read-Host -Prompt 'Your name'`, "a|b", "a|b", "|Your name: "},
		{`Read-Host Pin -MaskInput; (Read-Host Secret -AsSecureString).GetType().Name`, "12|34", "12|SecureString", "*Pin: |*Secret: "},
		{`Read-Host -MaskInput -AsSecureString`, "", "ERROR AmbiguousParameterSet,Microsoft.PowerShell.Commands.ReadHostCommand", ""},
		{`$c = Get-Credential -UserName anna -Message 'Sign in' -Title 'The server'; $c.UserName; $c.GetNetworkCredential().Password`, "pw", "anna|pw", "The server|Sign in|*Password for user anna: "},
		{`$c = Get-Credential -Message 'Sign in'; $c.UserName; $c.GetNetworkCredential().Password`, "bob|pw", "bob|pw", "PowerShell credential request|Sign in|User: |*Password for user bob: "},
		{`$c = Get-Credential -Credential eve; $d = Get-Credential -Credential $c; $d.UserName; [object]::ReferenceEquals($c, $d)`, "pw", "eve|True", "PowerShell credential request|Enter your credentials.|*Password for user eve: "},
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
