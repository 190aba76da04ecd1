package utility

import (
	"context"
	"math"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type invokeRestMethod struct {
	webRequest
	ResponseHeadersVariable string            `ps:"alias=RHV" help:"The variable that gets the answer's header."`
	StatusCodeVariable      string            `ps:"" help:"The variable that gets the answer's status."`
	FollowRelLink           cmdlet.Switch     `ps:"alias=FL" help:"Asks for the next page too, and those after it."`
	MaximumFollowRelLink    cmdlet.Opt[int32] `ps:"alias=ML" range:"1..2147483647" help:"How many pages at most."`
}

func invokeRestMethodCmdlet() *cmdlet.Definition {
	return define("Invoke-RestMethod", func() cmdlet.Cmdlet { return &invokeRestMethod{webRequest: webRequest{RetryIntervalSec: 5}} }, cmdlet.Options{
		DefaultParameterSet: "StandardMethod", Aliases: []string{"irm"}, Synopsis: "Asks a web service and reads the objects in its answer."})
}

// Process sends the request and writes what the answer holds.
func (c *invokeRestMethod) Process(ctx context.Context, rt cmdlet.Runtime) error {
	a, err := c.send(ctx, rt)
	pages := c.MaximumFollowRelLink.Or(math.MaxInt32)
	for page := int32(1); ; page++ {
		if err != nil {
			return err
		}
		if err := c.take(rt, a); err != nil {
			return err
		}
		next := a.relation("next")
		if !bool(c.FollowRelLink) || next == nil || page >= pages {
			return nil
		}
		if err := rt.WriteVerbose("Following rel link " + next.String()); err != nil {
			return err
		}
		a, err = c.ask(ctx, rt, next)
	}
}

// take puts what one answer holds where it is wanted.
func (c *invokeRestMethod) take(rt cmdlet.Runtime, a *answer) error {
	if c.StatusCodeVariable != "" {
		if err := rt.Session().SetVariable(c.StatusCodeVariable, object.Int(int32(a.StatusCode))); err != nil {
			return err
		}
	}
	if c.ResponseHeadersVariable != "" {
		if err := rt.Session().SetVariable(c.ResponseHeadersVariable, headersOf(a.Header)); err != nil {
			return err
		}
	}
	if c.OutFile != "" {
		if err := c.save(rt, a); err != nil || !bool(c.PassThru) {
			return err
		}
	}
	return writeAnswer(rt, a)
}

// writeAnswer writes XML as a document, of feeds the entries, JSON as objects, else the text.
func writeAnswer(rt cmdlet.Runtime, a *answer) error {
	text := a.text()
	json := func() (any, bool) {
		v, ok, err := newJSONReader(text, 1024, false, jsonDates("Default")).read()
		return v, ok && err == nil
	}
	if strings.Contains(a.Header.Get("Content-Type"), "json") {
		if v, ok := json(); ok {
			return rt.WriteObject(v)
		}
	}
	if doc, err := dotnet.ParseXML(text); err == nil {
		for _, kind := range []string{"//item", "//entry"} {
			list, err := object.InvokeMethod(rt, doc, "SelectNodes", []any{kind})
			if feed := len(doc.Children) > 0 && isFeed(doc); err == nil && feed {
				if items, ok := object.Elements(list); ok && len(items) > 0 {
					return rt.WriteAll(list)
				}
			}
		}
		return rt.WriteObject(doc)
	}
	if v, ok := json(); ok {
		return rt.WriteObject(v)
	}
	return rt.WriteObject(text)
}

func isFeed(doc *dotnet.XMLNode) bool {
	for _, n := range doc.Children {
		if strings.EqualFold(n.Name, "rss") || strings.EqualFold(n.Name, "feed") {
			return true
		}
	}
	return false
}
