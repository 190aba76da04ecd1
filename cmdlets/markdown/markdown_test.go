package markdown_test

import (
	"runtime"
	"strings"
	"testing"

	"stagecoach/cmdlets/management"
	"stagecoach/cmdlets/markdown"
	"stagecoach/shell/cmdlet"
	"stagecoach/shell/shelltest"
)

// check runs scripts in a session and a folder of their own each, and compares the lines they write.
func check(t *testing.T, cases map[string]string) {
	t.Helper()
	for script, want := range cases {
		lines := shelltest.HereWith(t, script, []func() []*cmdlet.View{markdown.Views, management.Views}, markdown.Types(), append(management.Cmdlets(), markdown.Cmdlets()...)...)
		got := strings.ReplaceAll(strings.Join(lines, "|"), "\x1b", "ESC")
		if got != want {
			t.Errorf("%s\n got %q\nwant %q", script, got, want)
		}
	}
}

func TestHTML(t *testing.T) {
	for text, want := range map[string]string{
		"# Header 1":                   `<h1 id="header-1">Header 1</h1>`,
		"# Über *die* `Straße`, 2.0!":  `<h1 id="uber-die-strasse-2.0">Über <em>die</em> <code>Straße</code>, 2.0!</h1>`,
		"# 1. A - b\n# a-b\n# !":       "<h1 id=\"a-b\">1. A - b</h1>\n<h1 id=\"a-b-1\">a-b</h1>\n<h1 id=\"section\">!</h1>",
		"> # In a quote":               "<blockquote>\n<h1 id=\"in-a-quote\">In a quote</h1>\n</blockquote>",
		"# Own {#mine}":                `<h1 id="mine">Own</h1>`,
		"A\\\nb  \nc\nd":               "<p>A<br />\nb<br />\nc\nd</p>",
		"~~del~~ H~2~O ^up^ ++i++ ==m": "<p><del>del</del> H<sub>2</sub>O <sup>up</sup> <ins>i</ins> ==m</p>",
		"==m== ~~~":                    "<p><mark>m</mark> ~~~</p>",
		"![alt](a.svg) <b>raw</b>":     `<p><img src="a.svg" alt="alt" /> <b>raw</b></p>`,
		"- [ ] a\n- [x] b\n- c":        "<ul class=\"contains-task-list\">\n<li class=\"task-list-item\"><input disabled=\"disabled\" type=\"checkbox\" /> a</li>\n<li class=\"task-list-item\"><input disabled=\"disabled\" type=\"checkbox\" checked=\"checked\" /> b</li>\n<li>c</li>\n</ul>",
		"3. a\n\n4. b":                 "<ol start=\"3\">\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ol>",
		"|a|b|\n|:-|-:|\n|1|2|":        "<table>\n<thead>\n<tr>\n<th style=\"text-align: left;\">a</th>\n<th style=\"text-align: right;\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td style=\"text-align: left;\">1</td>\n<td style=\"text-align: right;\">2</td>\n</tr>\n</tbody>\n</table>",
		"|a|b|\n|-|-|":                 "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n</table>",
		"```cs x\na<b\n```":            "<pre><code class=\"language-cs\">a&lt;b\n</code></pre>",
		"```mermaid\na-->b\n```":       "<pre class=\"mermaid\">a--&gt;b\n</pre>",
		"```nomnoml\na\n```":           "<div class=\"nomnoml\">a\n</div>",
		"N[^1].\n\n[^1]: T":            "<p>N<a id=\"fnref:1\" href=\"#fn:1\" class=\"footnote-ref\"><sup>1</sup></a>.</p>\n<div class=\"footnotes\">\n<hr />\n<ol>\n<li id=\"fn:1\">\n<p>T<a href=\"#fnref:1\" class=\"footnote-back-ref\">&#8617;</a></p>\n</li>\n</ol>\n</div>",
		"t\n:   d":                     "<dl>\n<dt>t</dt>\n<dd>d</dd>\n</dl>",
		"www.a.b http://c.d":           `<p><a href="http://www.a.b">www.a.b</a> <a href="http://c.d">http://c.d</a></p>`,
	} {
		script := "@'\n" + text + "\n'@ | ConvertFrom-Markdown | ForEach-Object Html | ForEach-Object TrimEnd"
		check(t, map[string]string{script: want})
	}
}

func TestTerminal(t *testing.T) {
	code := "[48;2;155;155;155;38;2;30;30;30m"
	if runtime.GOOS == "darwin" {
		code = "[107;95m"
	}
	for text, want := range map[string]string{
		"# One *two*":            "ESC[7mOne ESC[0m\n\n",
		"# ":                     "",
		"a **b** `c` *d*\ne":     "a ESC[1mbESC[0m ESC" + code + "cESC[0m ESC[36mdESC[0m e\n\n",
		"*d*":                    "ESC[36mdESC[0m\n",
		"a  \nb":                 "a\nb\n\n",
		"[t](u) ![](i)":          "ESC[4;38;5;117m\"t\"ESC[0m ESC[33m[Image]ESC[0m\n",
		"```\nx\n\ny\n```":       "ESC" + code + "xESC[500@ESC[0m\nESC" + code + "yESC[500@ESC[0m\n\n",
		"```yaml\nk: v\n```":     "\tk: v\n\n",
		"```\n```":               "",
		"* a\n  * b\n* c":        "* a\n  * b\n* c\n\n",
		"1. a\n1. b":             "1. a\n2. b\n\n",
		"> q":                    "> q\n\n\n",
		"<http://x.y>":           "http://x.y\n\n",
		"a <b>":                  "a Markdig.Syntax.Inlines.HtmlInline\n\n",
		"    no\n\n***\n\n<p>\n": "",
		"\\*esc\\* &amp; x":      "*esc* & x\n\n",
		"***both***":             "ESC[36mMarkdig.Syntax.Inlines.EmphasisInlineESC[0m\n",
	} {
		check(t, map[string]string{"@'\n" + text + "\n'@ | ConvertFrom-Markdown -AsVT100EncodedString | ForEach-Object VT100EncodedString": want,
			"Show-Markdown -InputObject @'\n" + text + "\n'@ -ErrorAction Ignore": want})
	}
}

func TestFilesAndOptions(t *testing.T) {
	check(t, map[string]string{
		`Set-Content a.md '# A'; (ConvertFrom-Markdown a.md, b.md).Html.Trim(); (ConvertFrom-Markdown -LiteralPath a.md).Html.Trim(); (Get-Item a.md | ConvertFrom-Markdown).Html.Trim()`: `!FileNotFound|<h1 id="a">A</h1>|<h1 id="a">A</h1>|<h1 id="a">A</h1>`,
		`Set-Content a.md '# A'; Show-Markdown a.md; Show-Markdown -LiteralPath a.md`:                                                                                                     "ESC[7mAESC[0m\n\n|ESC[7mAESC[0m\n\n",
		`ConvertFrom-Markdown -LiteralPath b.md`: "!FileNotFound|!System.ArgumentNullException",
		`1 | ConvertFrom-Markdown`:               "!InvalidInputObject",
		`ConvertFrom-Markdown Env:/PATH`:         "!OnlyFileSystemPathsSupported|!System.NullReferenceException",
		`$i = [Microsoft.PowerShell.MarkdownRender.MarkdownInfo]::new(); Show-Markdown -InputObject $i; $i | Show-Markdown -UseBrowser`: "!VT100EncodedStringIsNullOrEmpty|!HtmlIsNullOrEmpty",
		`(Get-MarkdownOption).AsEscapeSequence('Header2'); (Get-MarkdownOption).Header2`:                                                "ESC[4;93m[4;93mESC[0m|[4;93m",
		`Set-MarkdownOption -Header1Color '[1m' -Header2Color '[2m' -Header3Color '[3m' -Header4Color '[4m' -Header5Color '[5m' -Header6Color '[6m' -Code '[7m' -ImageAltTextForegroundColor '[8m' -LinkForegroundColor '[9m' -ItalicsForegroundColor '[10m' -BoldForegroundColor '[11m' -PassThru | ForEach-Object { "$($_.Header1)$($_.Header2)$($_.Header3)$($_.Header4)$($_.Header5)$($_.Header6)$($_.Code)$($_.Image)$($_.Link)$($_.EmphasisItalics)$($_.EmphasisBold)" }`: "[1m[2m[3m[4m[5m[6m[7m[8m[9m[10m[11m",
		`Set-MarkdownOption -Theme Light; '## a' | Show-Markdown; (Get-MarkdownOption).SetDarkTheme(); '## a' | Show-Markdown; (Get-MarkdownOption).SetLightTheme(); (Get-MarkdownOption).Header6`:                                                                                                                                                                                                                                                                              "ESC[4;33maESC[0m\n\n|ESC[4;93maESC[0m\n\n|[4;30m",
		`$o = [Microsoft.PowerShell.MarkdownRender.PSMarkdownOptionInfo]::new(); $o.EnableVT100Encoding = $false; $o.Header3 = '[1m'; Set-MarkdownOption -InputObject $o; "# a` + "`n- b" + `" | Show-Markdown; $o.EnableVT100Encoding; "` + "``````\nx\n``````" + `" | Show-Markdown`:                                                                                                                                                                                          "a\n\n- b\n\n|False|x\n\n",
		`Set-MarkdownOption -Header1Color red`:               "!ParameterArgumentValidationError",
		`(Get-MarkdownOption | Out-String -Stream)[1, 2, 8]`: "Header1         : [7m|Header2         : [4;93m|Link            : [4;38;5;117m",
		`$ErrorActionPreference = 'SilentlyContinue'; ConvertFrom-Markdown b.md; 1 | ConvertFrom-Markdown; ConvertFrom-Markdown Env:/PATH; Show-Markdown -InputObject ([Microsoft.PowerShell.MarkdownRender.MarkdownInfo]::new()); $Error.Exception.Message`: "The property VT100EncodedString of the given object is null or empty.|Object reference not set to an instance of an object.|Value does not fall within the expected range.|The type of the input object 'System.Int32' is invalid.|Cannot find path 'HERE/b.md' because it does not exist.",
	})
}

func TestTokens(t *testing.T) {
	const read = "$t = (ConvertFrom-Markdown -InputObject \"# T ``c``\n\ntext *e* [l](u 'ti') <http://x.y> ![i](p)\n\n2. a\n3. b\n\n> q\n\n``````cs arg\none\ntwo\n``````\n\nU\n-\n\n* * *\n\n|a|\n|-|\n|1|\n\n- [x] d\n\nN[^1] ~~s~~ www.a.b <i>\n\n[^1]: F\n\n    code\n\n<p>\n\nt\n: d\n\").Tokens; "
	check(t, map[string]string{
		read + `$t.Count; $t.GetType().FullName; $t[0].ToString(); $t.LineCount`: "13|Markdig.Syntax.MarkdownDocument|Markdig.Syntax.HeadingBlock|36",
		read + `$h = $t | Where-Object { $_ -is [Markdig.Syntax.HeadingBlock] }; $h.Level; $h.IsSetext; $h.HeaderChar -join ''; $h[0].Inline.FirstChild.Content.ToString(); $h[0].Inline.LastChild.Content; $h[1].Line`: "1|2|False|True|#-|T |c|14",
		read + `$p = $t[1]; ($p.Inline | ForEach-Object { $_.GetType().Name }) -join ' '`: "LiteralInline EmphasisInline LiteralInline LinkInline LiteralInline AutolinkInline LiteralInline LinkInline",
		read + `$l = $t[1].Inline | Where-Object { $_ -is [Markdig.Syntax.Inlines.LinkInline] }; $l.Url -join ' '; $l[0].Title; $l.IsImage; $l[0].PreviousSibling.Content.Length; $l[1].NextSibling -eq $null; $l[0].Parent.GetType().Name`: "u p|ti|False|True|1|True|ContainerInline",
		read + `$t[2].IsOrdered; $t[2].OrderedStart; $t[2].BulletType; $t[2].IsLoose; $t[2].Order -join ','; $t[2].LastChild.Order; $t[2][0][0].Parent.Parent.IsOrdered`:                                                                    "True|2|1|False|2,3|3|True",
		read + `$t[3].QuoteChar; $f = $t[4]; $f.Info; $f.Arguments; $f.FencedChar; $f.Lines.ToString(); $f.Lines.Count; $f.Lines.Lines[1].Text; $f -is [Markdig.Syntax.CodeBlock]`:                                                          ">|cs|arg|`|one\ntwo|2|two|True",
		read + `$t[6].ThematicChar; $t[7].GetType().Name; $t[7][0].IsHeader; $t[7][1][0].ColumnSpan; $t[7][1][0][0].Inline.FirstChild.Content.Text; $t[8][0][0].Inline.FirstChild.Checked`:                                                  "*|Table|True|1|1|True",
		read + `($t[9].Inline | ForEach-Object { $_.GetType().Name }) -join ' '; ($t[9].Inline | Where-Object Tag).Tag; ($t[9].Inline | Where-Object IsAutoLink).Url; ($t[9].Inline | Where-Object DelimiterCount).DelimiterChar`:           "LiteralInline FootnoteLink LiteralInline EmphasisInline LiteralInline LinkInline LiteralInline HtmlInline|<i>|http://www.a.b|~",
		read + `($t | ForEach-Object { $_.GetType().Name }) -join ' '; $t[-1][0].Label; $t[-1][0].Order`:                                                                                                                                    "HeadingBlock ParagraphBlock ListBlock QuoteBlock FencedCodeBlock HeadingBlock ThematicBreakBlock Table ListBlock ParagraphBlock HtmlBlock DefinitionList FootnoteGroup|^1|1",
		read + `$s = $t[1].Span; $s.Start; $s.End; $s.Length; $t[1].Column`: "9|49|41|0",
	})
}
