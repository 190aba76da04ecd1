package utility

import (
	"context"
	"os"
	"strings"

	"stagecoach/shell/cmdlet"
	"stagecoach/shell/cmdlet/paths"
	"stagecoach/shell/dotnet"
	"stagecoach/shell/object"
)

type selectXml struct {
	XPath       string            `ps:"mandatory,position=0" notempty:"true" help:"The expression."`
	Xml         xmlNodes          `ps:"set=Xml,mandatory,position=1,pipeline,byname,alias=Node" notempty:"true" help:"Documents and nodes to search."`
	Path        []string          `ps:"set=Path,mandatory,position=1,byname" notempty:"true" help:"The files to search."`
	LiteralPath []string          `ps:"set=LiteralPath,mandatory,byname,alias=PSPath|LP" notempty:"true" help:"The files; no character is a wildcard."`
	Content     []string          `ps:"set=Content,mandatory,pipeline" notempty:"true" help:"XML to search."`
	Namespace   object.Dictionary `ps:"" notempty:"true" type:"hashtable" help:"What the prefixes in the expression stand for."`
}

func selectXmlCmdlet() *cmdlet.Definition {
	return define("Select-Xml", func() cmdlet.Cmdlet { return &selectXml{} }, cmdlet.Options{
		DefaultParameterSet: "Xml", Synopsis: "Finds nodes in XML by an XPath expression.", Outputs: []string{"Microsoft.PowerShell.Commands.SelectXmlInfo"}})
}

// xmlNodes are XmlNode[].
type xmlNodes []*dotnet.XMLNode

// BindType is System.Xml.XmlNode[].
func (*xmlNodes) BindType() *object.Type {
	t, err := dotnet.Find("System.Xml.XmlNode")
	if err != nil {
		return object.ObjectArray
	}
	return object.ArrayOf(t)
}

// BindValue takes the nodes of an array.
func (x *xmlNodes) BindValue(v any) {
	items, _ := object.Elements(object.Unwrap(v))
	*x = nil
	for _, item := range items {
		if n, ok := object.Unwrap(item).(*dotnet.XMLNode); ok {
			*x = append(*x, n)
		}
	}
}

// selectXmlInfo is a node that was found, and where.
type selectXmlInfo struct {
	object.Instance
	Node    *dotnet.XMLNode
	Path    string
	Pattern string
}

var selectXmlInfoType = presentation("Microsoft.PowerShell.Commands", "SelectXmlInfo", selectXmlInfo{})

// PSType is Microsoft.PowerShell.Commands.SelectXmlInfo.
func (*selectXmlInfo) PSType() *object.Type { return selectXmlInfoType }

// String is the node's text, with the file's path when there is one.
func (s *selectXmlInfo) String() string {
	text := strings.TrimSpace(s.Node.Content())
	if s.Path == inputStream {
		return text
	}
	return text + ":" + s.Path
}

// Process searches nodes, files or texts.
func (c *selectXml) Process(_ context.Context, rt cmdlet.Runtime) error {
	for _, n := range c.Xml {
		if err := c.search(rt, n, inputStream); err != nil {
			return err
		}
	}
	for _, text := range c.Content {
		doc, err := object.Convert(rt, text, dotnet.XMLDocumentType)
		if err != nil {
			if err := rt.WriteError(object.AsRecord(err)); err != nil {
				return err
			}
			continue
		}
		if err := c.search(rt, doc.(*dotnet.XMLNode), inputStream); err != nil {
			return err
		}
	}
	list, literal := c.Path, false
	if len(c.LiteralPath) > 0 {
		list, literal = c.LiteralPath, true
	}
	var files []string
	for _, p := range list {
		found, err := paths.Expand(rt, p, literal, false)
		if err != nil {
			return err
		}
		for _, f := range found {
			if !literal && !paths.Exists(f) {
				return paths.NotFound(f)
			}
		}
		files = append(files, found...)
	}
	for _, f := range files {
		if err := c.file(rt, f); err != nil {
			return err
		}
	}
	return nil
}

func (c *selectXml) file(rt cmdlet.Runtime, path string) error {
	b, err := os.ReadFile(path)
	if err != nil {
		err = dotnet.FileError(err, path)
	}
	var doc *dotnet.XMLNode
	if err == nil {
		doc, err = dotnet.ParseXML(dotnet.DecodeText(b, nil))
	}
	if err != nil {
		e := object.Throw(object.ArgumentExceptionType, "The file '%s' cannot be read: %s", path, object.FromGo(err).Message)
		return rt.WriteError(record(e, "ProcessingFile", object.InvalidArgument, path))
	}
	return c.search(rt, doc, path)
}

func (c *selectXml) search(rt cmdlet.Runtime, n *dotnet.XMLNode, path string) error {
	namespaces, err := c.namespaces(rt)
	if err != nil {
		return err
	}
	found, err := n.SelectNodes(c.XPath, namespaces)
	if err != nil {
		return err
	}
	for _, f := range found {
		if err := rt.WriteObject(&selectXmlInfo{Node: f, Path: path, Pattern: c.XPath}); err != nil {
			return err
		}
	}
	return nil
}

func (c *selectXml) namespaces(rt cmdlet.Runtime) (map[string]string, error) {
	if c.Namespace == nil {
		return nil, nil
	}
	of := map[string]string{"xml": "http://www.w3.org/XML/1998/namespace"}
	for k, v := range c.Namespace.All() {
		if v == nil {
			e := &object.Exception{Type: object.InvalidOperationType, Message: "This command cannot be run because the prefix value in the Namespace parameter is null. Provide a valid value for the prefix, and then run the command again."}
			if err := rt.WriteError(record(e, "PrefixError", object.InvalidOperation, c.Namespace)); err != nil {
				return nil, err
			}
			continue
		}
		of[object.Text(rt, k)] = object.Text(rt, v)
	}
	return of, nil
}
