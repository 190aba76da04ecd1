package markdown

import (
	"context"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/object"
)

type setMarkdownOption struct {
	Header1Color                string        `ps:"set=IndividualSetting" pattern:"^\\[*[0-9;]*?m{1}" help:"Of headings of level 1."`
	Header2Color                string        `ps:"set=IndividualSetting" pattern:"^\\[*[0-9;]*?m{1}" help:"Of headings of level 2."`
	Header3Color                string        `ps:"set=IndividualSetting" pattern:"^\\[*[0-9;]*?m{1}" help:"Of headings of level 3."`
	Header4Color                string        `ps:"set=IndividualSetting" pattern:"^\\[*[0-9;]*?m{1}" help:"Of headings of level 4."`
	Header5Color                string        `ps:"set=IndividualSetting" pattern:"^\\[*[0-9;]*?m{1}" help:"Of headings of level 5."`
	Header6Color                string        `ps:"set=IndividualSetting" pattern:"^\\[*[0-9;]*?m{1}" help:"Of headings of level 6."`
	Code                        string        `ps:"set=IndividualSetting" pattern:"^\\[*[0-9;]*?m{1}" help:"Of code."`
	ImageAltTextForegroundColor string        `ps:"set=IndividualSetting" pattern:"^\\[*[0-9;]*?m{1}" help:"Of the text that stands for an image."`
	LinkForegroundColor         string        `ps:"set=IndividualSetting" pattern:"^\\[*[0-9;]*?m{1}" help:"Of links."`
	ItalicsForegroundColor      string        `ps:"set=IndividualSetting" pattern:"^\\[*[0-9;]*?m{1}" help:"Of emphasized text."`
	BoldForegroundColor         string        `ps:"set=IndividualSetting" pattern:"^\\[*[0-9;]*?m{1}" help:"Of strong text."`
	PassThru                    cmdlet.Switch `ps:"" help:"Write the options, too."`
	Theme                       string        `ps:"set=Theme,mandatory" notempty:"true" set:"Dark|Light" help:"All of a theme."`
	InputObject                 any           `ps:"set=InputObject,mandatory,pipeline,position=0" notempty:"true" help:"Options as Get-MarkdownOption gives them."`
}

func setMarkdownOptionCmdlet() *cmdlet.Definition {
	return cmdlet.Define("Set-MarkdownOption", func() cmdlet.Cmdlet { return &setMarkdownOption{} }, cmdlet.Options{Module: module, DefaultParameterSet: "IndividualSetting",
		Synopsis: "Sets the colours that Markdown is shown in.", Outputs: []string{"Microsoft.PowerShell.MarkdownRender.PSMarkdownOptionInfo"}})
}

// Process does nothing: the last input is what counts.
func (*setMarkdownOption) Process(context.Context, cmdlet.Runtime) error { return nil }

// End makes the options the session's. What is not options leaves none, as with PowerShell,
// which makes an error of it that it never writes; the session then has the default ones.
func (c *setMarkdownOption) End(_ context.Context, rt cmdlet.Runtime) error {
	o := newOptions()
	switch rt.ParameterSet() {
	case "Theme":
		if strings.EqualFold(c.Theme, "Light") {
			o.theme(light)
		}
	case "InputObject":
		if given, ok := object.Unwrap(c.InputObject).(*Options); ok {
			o = given
		}
	default:
		c.apply(o)
	}
	*kept(rt) = o
	if c.PassThru {
		return rt.WriteObject(o)
	}
	return nil
}

func (c *setMarkdownOption) apply(o *Options) {
	for name, v := range map[string]string{"Header1": c.Header1Color, "Header2": c.Header2Color, "Header3": c.Header3Color, "Header4": c.Header4Color, "Header5": c.Header5Color,
		"Header6": c.Header6Color, "Code": c.Code, "Image": c.ImageAltTextForegroundColor, "Link": c.LinkForegroundColor, "EmphasisItalics": c.ItalicsForegroundColor,
		"EmphasisBold": c.BoldForegroundColor} {
		if v != "" {
			o.values[name] = v
		}
	}
}
